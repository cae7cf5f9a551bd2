using BlueSky.Credit;

namespace BlueSky.Web.Console;

/// <summary>Words of credit (信用).</summary>
public static class CreditLabels
{
    /// <summary>Which list.</summary>
    public static string Of(this CreditList list, Words words) => list == CreditList.Red ? words["红榜"] : words["黑榜"];

    /// <summary>What was decided on an account.</summary>
    public static string What(CreditEventAnswer one, Words words)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(words);
        return one.What switch
        {
            "entered" => words["录入扣分"],
            "appealed" => words["提出申诉"],
            "appeal-upheld" => words["申诉成立"],
            "appeal-rejected" => words["申诉不成立"],
            "corrected" => words["作出更正"],
            _ => words["定格"],
        };
    }
}

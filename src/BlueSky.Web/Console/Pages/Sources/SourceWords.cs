using BlueSky.Sources;

namespace BlueSky.Web.Console;

/// <summary>Words of a source's data.</summary>
internal static class SourceWords
{
    /// <summary>Fields of HJ 212 as people read them.</summary>
    public static string Field(string field, Words words) => field switch
    {
        "Rtd" or "ZsRtd" => words["实时"],
        "Avg" or "ZsAvg" => words["均值"],
        "Min" or "ZsMin" => words["最小"],
        "Max" or "ZsMax" => words["最大"],
        "Cou" => words["累计"],
        "Pass" => words["检查结果"],
        _ => field,
    };

    /// <summary>What speaks against a value.</summary>
    public static string Of(Quality quality, Words words)
    {
        if (quality == Quality.Valid) return words["有效"];
        var said = new List<string>();
        Say(Quality.Maintenance, words["维护"]);
        Say(Quality.Calibration, words["校准"]);
        Say(Quality.Fault, words["故障"]);
        Say(Quality.OverRange, words["超量程"]);
        Say(Quality.Manual, words["手工"]);
        Say(Quality.Negative, words["负值"]);
        Say(Quality.Late, words["补传"]);
        Say(Quality.Revision, words["更正"]);
        Say(Quality.Unmarked, words["有效（无标记）"]);
        return string.Join(words["、"], said);

        void Say(Quality flag, string word)
        {
            if (quality.HasFlag(flag)) said.Add(word);
        }
    }

    /// <summary>What the operator declared.</summary>
    public static string Of(Operation operation, Words words) => operation switch
    {
        Operation.InService => words["在用"],
        Operation.Maintenance => words["维护"],
        _ => words["停用"],
    };
}

using System.Text.Encodings.Web;
using System.Text.Json;
using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Decisions;

namespace BlueSky.Credit;

/// <summary>What the audit log says of decisions on credit.</summary>
internal static class CreditAudit
{
    private const int LongestDetail = 2_048;
    private static readonly JsonSerializerOptions Words = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static AuditEntry Entry(string key, CreditEvent one) => Entry(key, one.By, one.At, "credit." + one switch
    {
        PointsEntered => "entered",
        AppealFiled => "appealed",
        AppealDecided { Upheld: true } => "appeal-upheld",
        AppealDecided => "appeal-rejected",
        LineCorrected => "corrected",
        _ => "frozen",
    }, "", one is PeriodFrozen f
        ? $"{f.Period} 第{f.Revision}版 {f.Statement.Score.ToString(System.Globalization.CultureInfo.InvariantCulture)} {f.Digest}；{f.Why}；{f.Difference}"
        : JsonSerializer.Serialize(one, Words));

    public static AuditEntry Refused(string key, Actor by, DateTimeOffset at, Refusal refusal, CreditCommand command) =>
        Entry(key, by, at, "credit.refused", refusal.Code, $"{command.GetType().Name} {command.Id}");

    public static AuditEntry Entry(string key, Actor by, DateTimeOffset at, string action, string reason, string detail) =>
        new(at, by.Unit is null ? by.Name : $"{by.Name}（{by.Unit.Name}）", action, key, reason, detail.Length > LongestDetail ? detail[..LongestDetail] : detail, "", 1);
}

using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace BlueSky.Web;

/// <summary>An example body for every operation that takes one; a test sends each through its endpoint.</summary>
internal static class OpenApiExamples
{
    /// <summary>Examples by operation id.</summary>
    public static readonly IReadOnlyDictionary<string, string> Bodies = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["registerSource"] = """
            {"name":"示例加油站","kind":"gas","town":"371302001","address":"示例路 1 号","registeredOn":"2021-03-01","sizeClass":"medium","parameters":{"nozzles":8},"isDemo":true}
            """,
        ["enterInspection"] = """
            {"at":"2021-08-01T10:00:00+08:00","inspector":"张三","items":[{"item":"washing","pass":true},{"item":"covering","pass":false}],"note":"东侧裸土未覆盖"}
            """,
        ["enterSurvey"] = """
            {"at":"2021-08-01T10:00:00+08:00","surveyor":"走航车 1","points":[{"load":0.4,"length":120},{"load":0.9,"length":80}]}
            """,
        ["enterCleaning"] = """
            {"at":"2021-08-01T10:00:00+08:00","cleaner":"李四","note":"净化器与烟罩"}
            """,
        ["registerNamedDevice"] = """
            {"mn":"DEMO0000000000000000001","sourceId":"371302-gas-0012","profile":{"factors":[{"code":"a34002","factor":"a34002","unit":"mg/m3","scale":1000}],"reportSeconds":60},"isDemo":true}
            """,
        ["registerDevice"] = """
            {"sourceId":"371302-gas-0012","profile":{"reportSeconds":60,"acceptsCommands":true},"isDemo":true,"password":"123456"}
            """,
        ["askBackfill"] = """{"period":"hour","from":"2021-07-31T00:00:00+08:00","to":"2021-08-01T00:00:00+08:00"}""",
        ["assignViolation"] = """{"command":"zhb-0001","town":"371302001","department":"zhujian"}""",
        ["reassignViolation"] = """{"command":"zhb-0002","town":"371302001","reason":"工地在兰山街道辖区"}""",
        ["acceptViolation"] = """{"command":"zhen-0001"}""",
        ["rectifyViolation"] = """
            {"command":"wgy-0001","text":"东侧裸土已全部覆盖，雾炮已开启","photos":["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],"proof":{"factor":"PM10","value":118,"limit":150,"unit":"µg/m³","at":"2021-08-01T11:00:00+08:00","document":"手工监测 2021-0801-3"}}
            """,
        ["reviewViolation"] = """{"command":"zjj-0001","passes":true,"note":"现场复核属实"}""",
        ["proposeWithdrawal"] = """{"command":"zhen-0002","reason":"设备校准期间的数据"}""",
        ["commentViolation"] = """{"command":"wgy-0003","text":"现场停电，明日复电后复测"}""",
        ["decideWithdrawal"] = """{"command":"zhb-0003","agrees":true,"note":"校准记录属实"}""",
        ["mergeViolation"] = """{"command":"zhb-0004","into":"371302-gas-0012~al-share~003~20210731T093000"}""",
        ["suspendViolation"] = """{"command":"zhb-0005","cause":"sandDust","note":"沙尘过境，暂停计时","until":"2021-08-03T12:00:00+08:00"}""",
        ["resumeViolation"] = """{"command":"zhb-0006"}""",
        ["readInbox"] = """{"until":"2021-08-01T12:00:00+08:00"}""",
        ["chooseInbox"] = """{"hidden":["closed","resumed"],"sinks":[{"sink":"lanshan-group","kinds":["escalated"]}]}""",
        ["configureSink"] = """
            {"name":"示例：兰山街道工作群","format":"dingTalk","address":"https://oapi.dingtalk.com/robot/send?access_token=EXAMPLE","secret":"SECexample","units":["371302001"],"kinds":["assigned","reminded","escalated","rejected"],"openToChoice":true}
            """,
        ["resendDeliveries"] = """{"notices":["371302-gas-0012~al-share~003~20210731T093000~2~371302001"]}""",
        ["enterReport"] = """
            {"id":"wgy-20210801-1","origin":"patrol","at":"2021-08-01T11:00:00+08:00","source":"site-1","position":{"longitude":118.34,"latitude":35.06,"datum":"gcj02"},"finding":"measures","measures":[{"item":"washing","pass":false},{"item":"covering","pass":true}],"text":"出口未冲洗","photos":["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]}
            """,
        ["setSm4Key"] = """{"key":"0123456789abcdeffedcba9876543210"}""",
        ["ingest"] = """
            {"batch":"gw1-000017","observations":[{"source":"371302-site-0001","mn":"JSON-0001","period":"minute","dataTime":"2021-08-01T10:00:00+08:00","periodSeconds":60,"values":[{"channel":"a34002-Avg","value":35.1,"mark":"N"}]}]}
            """,
        ["enterStationHours"] = """
            {"stage":"reviewed","reason":"零点校准后复核","hours":[{"time":"2021-08-01T10:00:00+08:00","pm25":35,"pm10":61,"so2":8,"no2":24,"o3":96,"co":0.6},{"time":"2021-08-01T11:00:00+08:00","pm25":33,"pm10":58,"so2":7,"no2":22,"o3":104}]}
            """,
        ["runAssessment"] = """{"reason":"8 月 1 日数据审核修订"}""",
        ["confirmRevision"] = """{"period":"2021-07","revision":1,"reason":"示例文号〔2021〕1 号"}""",
        ["enterSettlement"] = """{"id":"2021-07-001","unit":"371302001","day":"2021-08-01","amount":12.5,"document":"示例文号〔2021〕2 号"}""",
        ["assignShare"] = """
            {"id":"2021-01-lanshan","town":"371302001","objective":"示例：施工扬尘源清单齐全","content":"示例：辖区全部在建工地","due":"2021-08-20","measures":"示例：逐工地登记，按月更新","responsible":"示例：王五"}
            """,
        ["withdrawShare"] = """{"id":"2021-01-lanshan-w","text":"示例：辖区无在建工地"}""",
        ["reportTask"] = """
            {"id":"2021-01-lanshan-r1","percent":60,"text":"示例：已登记 6 处","evidence":[{"name":"示例清单.xlsx","reference":"示例文号〔2021〕3 号"}]}
            """,
        ["approveReport"] = """{"id":"2021-01-a1","text":"属实"}""",
        ["returnReport"] = """{"id":"2021-01-b1","text":"示例：缺 2 处工地的位置"}""",
        ["superviseTask"] = """{"id":"2021-01-s1","towns":["371302001"],"reason":"示例：进度滞后","answerBy":"2021-08-05"}""",
        ["answerSupervision"] = """{"id":"2021-01-s1-a","text":"示例：已补登"}""",
        ["liftSupervision"] = """{"id":"2021-01-s1-l","text":"示例：两线均已整改"}""",
        ["setTaskDeadline"] = """{"id":"2021-17-d","due":"2021-09-30","document":"示例文号〔2021〕4 号"}""",
        ["answerTaskQuestion"] = """{"id":"2021-49-q1","answer":"示例答复","document":"示例文号〔2021〕5 号"}""",
        ["takeSnapshot"] = """{"command":"2021-08-01-kz","reason":"示例：季度核对前"}""",
        ["enterDeduction"] = """
            {"command":"zf-0001","clause":"penalty","happenedAt":"2021-07-30T10:00:00+08:00","evidence":"示例文号〔2021〕6 号","text":"示例：裸土未覆盖，处罚决定已送达"}
            """,
        ["fileAppeal"] = """{"command":"zhen-0010","line":"entry-1","grounds":"示例：处罚决定已撤销","evidence":"示例文号〔2021〕7 号"}""",
        ["decideAppeal"] = """{"command":"zhb-0010","upholds":true,"reason":"示例：撤销决定属实"}""",
        ["correctDeduction"] = """{"command":"zhb-0011","line":"entry-1","points":5,"reason":"示例：条款适用有误","document":"示例文号〔2021〕8 号"}""",
        ["reviseAccount"] = """{"command":"zhb-0012","period":"2021-Q2","reason":"示例：误报已撤销"}""",
        ["closeCreditQuarter"] = """{"command":"zhb-0013"}""",
        ["drawRedBlack"] = """{"command":"zhb-0014"}""",
        ["decideRedBlack"] = """{"command":"zhb-0015","confirms":true,"reason":"示例：核对无误"}""",
        ["registerMuckTruck"] = """{"fleet":"371302-fleet-0001","closed":true,"permit":"示例准〔2021〕1 号","permitUntil":"2021-12-31","registeredOn":"2021-03-01"}""",
        ["enterTruckViolation"] = """
            {"command":"zf-0002","clause":"spilling","happenedAt":"2021-07-31T22:10:00+08:00","evidence":"示例抓拍 0001","text":"示例：沿途抛洒"}
            """,
        ["fileTruckAppeal"] = """{"command":"zhen-0011","line":"entry-1","grounds":"示例：车牌识别有误","evidence":""}""",
        ["decideTruckAppeal"] = """{"command":"zhb-0016","upholds":false,"reason":"示例：抓拍清晰"}""",
        ["correctTruckViolation"] = """{"command":"zhb-0017","line":"entry-1","points":2,"reason":"示例：应为带泥上路","document":"示例文号〔2021〕9 号"}""",
        ["createKey"] = """{"name":"接入网关 1","scopes":["read","ingest"],"expiresAt":"2099-12-31T00:00:00+08:00"}""",
    };

    public static void AddTo(OpenApiOperation operation)
    {
        if (operation.OperationId is not { } id || !Bodies.TryGetValue(id, out var body)) return;
        foreach (var content in operation.RequestBody?.Content?.Values ?? []) content.Example = JsonNode.Parse(body);
    }
}

namespace BlueSky.Sources;

/// <summary>Reads the rules of a kind file.</summary>
internal static class RuleReader
{
    public const string Types =
        "over-limit, reference-ratio, treatment-off, vapour-liquid-ratio, daily-condition, measures, presence, overdue, silence, constant, jump";

    public static RuleSpec Read(KindNode node, List<FactorSpec> factors, LimitTable limits, List<MeasureItem> measures)
    {
        var type = node.Text("type");
        RuleSpec spec = type switch
        {
            "over-limit" => OverLimit(node, factors, limits),
            "reference-ratio" => ReferenceRatio(node, factors, limits),
            "treatment-off" => new TreatmentOffSpec
            {
                Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
                Working = Conditions(node, "working", 1), Treated = Conditions(node, "treated", 1),
                LongerThanMinutes = node.Int("longerThanMinutes", 0, 1440), MaxGapMinutes = node.OptionalInt("maxGapMinutes", 1, 1440) ?? 10,
            },
            "vapour-liquid-ratio" => VapourLiquid(node, factors),
            "daily-condition" => DailyCondition(node, factors),
            "measures" => measures.Count == 0
                ? throw node.Error("type", "类型没有措施清单 the kind has no measures.", "填写 measures add measures.")
                : new MeasuresSpec
                {
                    Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
                    SeriousFrom = node.Int("seriousFrom", 1, 1000),
                },
            "presence" => new PresenceSpec
            {
                Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
                Factor = FactorOf(node, "factor", factors),
            },
            "overdue" => new OverdueSpec
            {
                Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
                Channel = node.Text("channel"), Days = node.Int("days", 1, 3660),
            },
            "silence" => Silence(node),
            "constant" => new ConstantSpec
            {
                Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
                Factor = FactorOf(node, "factor", factors), Hours = node.Int("hours", 1, 720),
                MaxGapMinutes = node.OptionalInt("maxGapMinutes", 1, 1440) ?? 60, Except = node.Numbers("except"),
            },
            "jump" => new JumpSpec
            {
                Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
                Factor = FactorOf(node, "factor", factors), Times = node.Number("times"), MinimumHours = node.Int("minimumHours", 1, 24),
            },
            _ => throw node.Error("type", $"未知规则类型 unknown rule type “{type}”.", $"可用 one of: {Types}."),
        };
        return spec with
        {
            Clear = Clear(node),
            Schedule = ScheduleOf(node),
            SizeClasses = node.Texts("sizeClasses"),
            Industries = node.Texts("industries"),
        };
    }

    private static OverLimitSpec OverLimit(KindNode node, List<FactorSpec> factors, LimitTable limits)
    {
        var averaging = SourceKindFile.ReadAveraging(node);
        var coverage = averaging.Kind switch
        {
            AveragingKind.Minutes => node.Int("minimumMinutes", 1, averaging.Minutes),
            AveragingKind.Day => node.Int("minimumHours", 1, 24),
            _ => 0,
        };
        var spec = new OverLimitSpec
        {
            Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
            Factor = FactorOf(node, "factor", factors), Averaging = averaging, Level = node.OptionalText("level") ?? "",
            Times = node.OptionalInt("times", 1, 1000) ?? 1, ForMinutes = node.OptionalInt("forMinutes", 1, 1440) ?? 0,
            MaxGapMinutes = node.OptionalInt("maxGapMinutes", 1, 1440) ?? 10, MinimumCoverage = coverage,
            While = Conditions(node, "while", 0), Suppress = Suppress(node),
        };
        NeedsLimit(node, limits, spec.Factor, spec.Averaging, spec.Level);
        return spec;
    }

    private static ReferenceRatioSpec ReferenceRatio(KindNode node, List<FactorSpec> factors, LimitTable limits)
    {
        var red = node.Object("red");
        var spec = new ReferenceRatioSpec
        {
            Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
            Factor = FactorOf(node, "factor", factors), Ratio = node.Number("ratio"), Level = node.OptionalText("level") ?? "",
            RedAbove = red.Number("above"), RedRatio = red.Number("ratio"), RedAfterHours = red.Int("afterHours", 1, 24),
            RedSeverity = SeverityOf(red, "severity"), Suppress = Suppress(node),
        };
        red.Done();
        NeedsLimit(node, limits, spec.Factor, new Averaging(AveragingKind.Hour, 0), spec.Level);
        return spec;
    }

    private static VapourLiquidRatioSpec VapourLiquid(KindNode node, List<FactorSpec> factors) => new()
    {
        Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
        RatioFactor = FactorOf(node, "ratioFactor", factors), VolumeFactor = FactorOf(node, "volumeFactor", factors),
        MinimumVolume = node.Number("minimumVolume"), Lower = node.Number("lower"), Upper = node.Number("upper"),
        SharePercent = node.Number("sharePercent"), MinimumCount = node.Int("minimumCount", 1, 10000),
        AlarmDays = node.Int("alarmDays", 1, 366), ExtremeLower = node.Number("extremeLower"),
        ExtremeUpper = node.Number("extremeUpper"), ExtremeHours = node.Int("extremeHours", 1, 720),
    };

    private static DailyConditionSpec DailyCondition(KindNode node, List<FactorSpec> factors)
    {
        var spec = new DailyConditionSpec
        {
            Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
            Factor = FactorOf(node, "factor", factors), AtLeast = node.OptionalNumber("atLeast"), AtMost = node.OptionalNumber("atMost"),
            LongerThanMinutes = node.Int("longerThanMinutes", 0, 1439), MaxGapMinutes = node.OptionalInt("maxGapMinutes", 1, 1440) ?? 10,
            AlarmDays = node.Int("alarmDays", 1, 366),
        };
        return spec.AtLeast is null && spec.AtMost is null
            ? throw node.Error("atLeast", "缺少条件 neither atLeast nor atMost is given.", "至少填一个 give at least one.")
            : spec;
    }

    private static SilenceSpec Silence(KindNode node)
    {
        var spec = new SilenceSpec
        {
            Id = node.Text("id"), Name = node.Text("name"), NameEn = node.Text("nameEn"), Severity = SeverityOf(node, "severity"), From = node.Provenance(),
            WarningHours = node.Int("warningHours", 1, 8760), ViolationHours = node.Int("violationHours", 1, 8760),
        };
        return spec.ViolationHours < spec.WarningHours
            ? throw node.Error("violationHours", "小于 warningHours it is less than warningHours.", "改正小时数 correct the hours.")
            : spec;
    }

    private static string FactorOf(KindNode node, string field, List<FactorSpec> factors)
    {
        var code = node.Text(field);
        return factors.Exists(f => f.Code == code)
            ? code
            : throw node.Error(field, $"未知因子 unknown factor “{code}”.", $"已登记 known: {string.Join(", ", factors.Select(f => f.Code))}.");
    }

    private static Severity SeverityOf(KindNode node, string field)
    {
        var text = node.Text(field);
        return text switch
        {
            "suspect" => Severity.Suspect,
            "warning" => Severity.Warning,
            "violation" => Severity.Violation,
            "serious" => Severity.Serious,
            _ => throw node.Error(field, $"未知等级 unknown severity “{text}”.", "suspect 疑似, warning 预警, violation 违规, serious 严重."),
        };
    }

    private static List<ChannelCondition> Conditions(KindNode node, string field, int least)
    {
        var list = node.Objects(field).ConvertAll(item =>
        {
            var condition = new ChannelCondition(item.Text("channel"), item.OptionalNumber("equals"), item.OptionalNumber("above"));
            item.Done();
            return condition.EqualTo is null && condition.Above is null
                ? throw item.Error("equals", "缺少条件 neither equals nor above is given.", "填 equals 或 above give one of them.")
                : condition;
        });
        return list.Count < least ? throw node.Error(field, "缺少条件 the list is empty.", "至少一条 give at least one.") : list;
    }

    private static SuppressSpec? Suppress(KindNode node)
    {
        if (node.OptionalObject("suppress") is not { } suppress) return null;
        var spec = new SuppressSpec(suppress.Flag("sandDust", false), suppress.OptionalNumber("referenceAbove"));
        suppress.Done();
        return spec;
    }

    private static ClearSpec Clear(KindNode node)
    {
        if (node.OptionalObject("clear") is not { } clear) return new ClearSpec(1, 0);
        var spec = new ClearSpec(clear.OptionalInt("periods", 1, 1000) ?? 1, clear.OptionalInt("minutes", 0, 10080) ?? 0);
        clear.Done();
        return spec;
    }

    private static Schedule? ScheduleOf(KindNode node)
    {
        if (node.OptionalObject("schedule") is not { } schedule) return null;
        var months = schedule.Numbers("months").ConvertAll(m =>
            m == decimal.Truncate(m) && m is >= 1 and <= 12 ? (int)m : throw schedule.Error("months", $"月份无效 not a month: {m}.", "1…12."));
        var spec = new Schedule(months, schedule.OptionalInt("fromHour", 0, 23) ?? 0, schedule.OptionalInt("toHour", 0, 24) ?? 24);
        schedule.Done();
        return spec;
    }

    private static void NeedsLimit(KindNode node, LimitTable limits, string factor, Averaging averaging, string level)
    {
        foreach (var row in limits.Rows)
        {
            if (row.Factor == factor && row.Averaging == averaging && row.Level == level) return;
        }

        throw node.Error("factor", $"没有对应限值 no limit for {factor}, {averaging}{(level.Length == 0 ? "" : ", level " + level)}.", "在 limits 中补一行 add a row to limits.");
    }
}

using BlueSky.Access;
using BlueSky.Districts;

namespace BlueSky.Tasks;

public sealed class TaskPlanTests
{
    private static readonly District District = DistrictSeed.Load(SeedFolder.Lanshan);
    private static readonly TaskPlan Plan = TaskPlan.Load(SeedFolder.Lanshan, District);

    private static PlanItem Item(int number) => Plan.Items[number - 1];

    [Fact]
    public void Every_row_says_word_for_word_what_the_plan_prints()
    {
        Assert.Equal(69, PrintedLedger.Rows.Count);
        Assert.Equal(
            PrintedLedger.Rows,
            Plan.Items.Select(i => new PrintedRow(i.Number, i.Category, i.KeyTask, i.Measure, i.Deadline.Text, i.Lead, i.Cooperating)));
    }

    [Fact]
    public void The_seven_categories_hold_the_rows_of_the_plan()
    {
        Assert.Equal(2021, Plan.Year);
        Assert.Equal(
            [
                ("一、扬尘精细化管理", 20), ("二、移动源综合治理", 14), ("三、工业污染源治理", 4), ("四、VOCs深度治理", 8), ("五、散煤污染治理", 7),
                ("六、面源污染防治", 7), ("七、重污染天气应对", 9),
            ],
            Plan.Items.GroupBy(i => i.Category).Select(g => (g.Key, g.Count())));
    }

    [Fact]
    public void Open_figures_and_gaps_stay_open_questions()
    {
        Assert.Contains("新增城市清洁取暖面积？万平方米、农村清洁取暖改造？户", Item(49).Measure, StringComparison.Ordinal);
        Assert.Contains(Item(49).OpenQuestions, q => q.Contains('？', StringComparison.Ordinal));
        Assert.Equal([17, 21, 47, 69], Plan.Items.Where(i => i.Deadline.Form == DeadlineForm.NotGiven).Select(i => i.Number));
        Assert.All([17, 21, 47, 69], n => Assert.Contains("完成时限原表为空", Item(n).OpenQuestions));
        Assert.Contains(Item(23).OpenQuestions, q => q.Contains("市财政局", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_unit_that_a_row_names_is_one_of_the_districts()
    {
        Assert.All(Plan.Items, i => Assert.NotEmpty(i.LeadUnits));
        Assert.Equal(["zhujian"], Item(1).LeadUnits.Select(u => u.Code));
        Assert.Equal(["zonghe-zhifa", "jiaotong", "shuiwu"], Item(1).CooperatingUnits.Select(u => u.Code));
        Assert.Equal(8, Item(7).LeadUnits.Count(u => u.Kind == UnitKind.Town));
        Assert.Equal(["兰山街道", "银雀山街道", "金雀山街道", "柳青街道"], Item(39).LeadUnits.Select(u => u.Name));
        Assert.Equal(["tonggao-bumen"], Item(29).LeadUnits.Select(u => u.Code));
        Assert.Equal(["shengtai-huanjing"], Item(40).LeadUnits.Select(u => u.Code));
        Assert.Contains(Item(31).OpenQuestions, q => q.Contains('等', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, DeadlineForm.By, null, "2021-08-31")]
    [InlineData(24, DeadlineForm.By, null, "2021-08-31")]
    [InlineData(15, DeadlineForm.By, null, "2021-12-31")]
    [InlineData(3, DeadlineForm.YearRound, "2021-01-01", "2021-12-31")]
    [InlineData(27, DeadlineForm.Since, "2021-07-01", null)]
    [InlineData(64, DeadlineForm.Window, "2021-07-01", "2021-09-30")]
    [InlineData(67, DeadlineForm.Window, "2021-11-01", "2022-02-28")]
    [InlineData(68, DeadlineForm.AfterEvent, null, null)]
    [InlineData(69, DeadlineForm.NotGiven, null, null)]
    public void A_time_limit_means_days(int number, DeadlineForm form, string? from, string? due)
    {
        var deadline = Item(number).Deadline;
        Assert.Equal((form, Day(from), Day(due)), (deadline.Form, deadline.From, deadline.Due));
    }

    [Fact]
    public void The_limit_of_a_rehearsal_keeps_the_last_day_of_February() =>
        Assert.Equal(new DateOnly(2024, 2, 29), Item(67).Deadline.In(2021, 2023).Due);

    [Theory]
    [InlineData("2021,2,", "2021,7,", 3, "number")]
    [InlineData("2021,3,", "2020,3,", 4, "plan")]
    [InlineData("9月底前", "13月底前", 24, "deadline")]
    [InlineData("年底前", "马上", 16, "deadline")]
    [InlineData("区自然资源局、区综合行政执法局,,T", "区自然资源局、区交通局,,T", 6, "cooperating")]
    [InlineData("区应急管理局,兰山公安分局", ",兰山公安分局", 58, "lead")]
    [InlineData(",完成时限原表为空,T,\"2021 plan, ledger row 17\"", ",,T,\"2021 plan, ledger row 17\"", 18, "open_questions")]
    [InlineData("两处数字为“？”", "两处数字未定", 50, "open_questions")]
    [InlineData(",T,\"2021 plan, ledger row 8\"", ",Z,\"2021 plan, ledger row 8\"", 9, "mark")]
    [InlineData("plan,number,category", "plan,number,kind", 1, "category")]
    public void A_row_at_fault_is_named_with_line_column_and_what_to_write(string from, string to, int line, string column)
    {
        using var folder = new SeedFolder();
        folder.Replace("tasks.csv", from, to);

        var faults = Assert.Throws<TaskPlanException>(() => TaskPlan.Load(folder.Folder, District)).Faults;

        Assert.Contains(faults, f => (f.Line, f.Column) == (line, column) && f.Expected.Length > 0);
    }

    [Fact]
    public void All_faults_are_told_at_once()
    {
        using var folder = new SeedFolder();
        folder.Replace("tasks.csv", "年底前", "马上");
        folder.Replace("tasks.csv", "9月底前", "13月底前");
        Assert.Equal([16, 24], Assert.Throws<TaskPlanException>(() => TaskPlan.Load(folder.Folder, District)).Faults.Select(f => f.Line).Distinct());
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}

using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Districts;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Registers;
using BlueSky.Sources;
using BlueSky.Store;
using BlueSky.Testing;
using BlueSky.Violations;

namespace BlueSky.Storage;

/// <summary>What publication and lists promise, on both engines.</summary>
public abstract class ListsContract
{
    private protected abstract Task<Home> NewHome();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    internal static SourceRow Source(
        string id, long version = 1, string town = "371302001", string kind = "site", string name = "工地", SourceStatus status = SourceStatus.Normal,
        int open = 0, decimal worst = 0, DateTimeOffset? last = null) => new(
        new SourceRegistration
        {
            Id = id,
            Name = name,
            Kind = kind,
            Town = town,
            RegisteredOn = new DateOnly(2021, 1, 1),
            Location = new GeoPoint(118.340m, 35.0600m),
            Parameters = new Dictionary<string, decimal> { ["stoves"] = 4.50m },
        },
        new SourceSummary
        {
            SourceId = id,
            Name = name,
            Town = town,
            Kind = kind,
            Version = version,
            Status = status,
            HasDevice = true,
            OpenBySeverity = [0, 0, open, 0],
            WorstRatio = worst,
            LastDataAt = last,
            AsOf = Some.Noon,
        });

    internal static ViolationRow Violation(string source, int step, Severity severity, DateTimeOffset start, bool cleared = false)
    {
        var transition = new RuleTransition
        {
            Kind = cleared ? TransitionKind.Cleared : TransitionKind.Opened,
            SourceId = source,
            RuleId = "pm10-hour",
            Start = start,
            At = start.AddMinutes(step),
            Severity = severity,
            Value = 262.0m,
            Limit = 250m,
            Explanation = "PM10 小时均值 262 µg/m³，超过 250",
            Step = step,
        };
        return new ViolationRow(new ViolationPlace("371302001", "工地", "site", "住建", false), transition, transition);
    }

    [Fact]
    public async Task A_source_is_listed_as_it_was_published_with_every_digit()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var row = Source("371302-site-1", worst: 1.620m, last: Some.Noon);
        await store.Publication.Publish(row, null);

        var page = await store.Queries.Sources(new SourceFilter(), new PageRequest(), Stop);

        var item = Assert.Single(page.Items);
        Assert.Equal(1, page.Total);
        Assert.Equal("1.620", item.Summary.WorstRatio.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(row.Registration with { Parameters = item.Registration.Parameters, Path = item.Registration.Path }, item.Registration);
        Assert.Equal(row.Registration.Path, item.Registration.Path.AsEnumerable());
        Assert.Equal("4.50", item.Registration.Parameters["stoves"].ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(row.Summary with { OpenBySeverity = item.Summary.OpenBySeverity }, item.Summary);
    }

    [Fact]
    public async Task The_register_is_found_as_it_stood_before_any_moment_and_its_versions_never_change()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        RegisterEntry Version(string id, int number, int hour, string kind = "site") => new(Source(id, kind: kind, name: $"{id}第{number}版").Registration, number, Some.Noon.AddHours(hour), "甲");
        await store.Publication.Publish([Version("a", 1, 0), Version("a", 2, 2), Version("b", 1, 1), Version("a", 3, 4, "demolition")]);
        await store.Publication.Publish([Version("b", 1, 1) with { Actor = "乙" }]);

        async Task<string> At(int hour, string kind = "site") =>
            string.Join(' ', (await store.Queries.RegisterAsOf(Some.Noon.AddHours(hour), kind, Stop)).Select(e => e.Registration.Name));
        Assert.Equal(["", "a第1版", "a第1版 b第1版", "a第2版 b第1版", "b第1版"], [await At(0), await At(1), await At(2), await At(3), await At(5)]);
        Assert.Equal(("", "a第3版"), (await At(4, "demolition"), await At(5, "demolition")));
        Assert.Equal([1, 2, 3], (await store.Queries.RegisterVersions("a", Stop)).Select(e => e.Number));
        var kept = (await store.Publication.LastEntry("b", Stop))!;
        Assert.Equal(("甲", Some.Noon.AddHours(1), "4.50"), (kept.Actor, kept.At, kept.Registration.Parameters["stoves"].ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Null(await store.Publication.LastEntry("c", Stop));
        Assert.Equal(Some.Noon, await store.Queries.RegisterSince(Stop));
        foreach (var change in new[] { "UPDATE register_entry SET actor = '乙'", "DELETE FROM register_entry" })
            await Assert.ThrowsAnyAsync<Exception>(() => store.Engine.Write([new Statement(change)]));
        Assert.Equal(4, (await store.Queries.RegisterVersions("a", Stop)).Count + (await store.Queries.RegisterVersions("b", Stop)).Count);
    }

    [Fact]
    public async Task What_stood_before_versions_were_kept_is_version_0_with_every_digit()
    {
        await using var home = await NewHome();
        var before = home.Engine(migrations: [.. home.Migrations.Where(m => string.CompareOrdinal(m.Name, "015") < 0)]);
        await before.Migrate(CancellationToken.None);
        await before.Open(CancellationToken.None);
        await new Publication(before).Publish(Source("old"), null);
        await before.DisposeAsync();
        await using var store = await home.Open();

        var kept = (await store.Publication.LastEntry("old", Stop))!;

        Assert.Equal((0, "system"), (kept.Number, kept.Actor));
        Assert.Equal(Source("old").Registration with { Parameters = kept.Registration.Parameters, Path = kept.Registration.Path }, kept.Registration);
        Assert.Equal("118.340 4.50", $"{kept.Registration.Location!.Value.Longitude} {kept.Registration.Parameters["stoves"]}");
    }

    [Fact]
    public async Task A_smaller_version_changes_nothing_whatever_the_order_of_arrival()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var random = new Random(7);
        var versions = Enumerable.Range(1, 40).OrderBy(_ => random.Next()).ToArray();
        await Task.WhenAll(versions.Select(v => store.Publication.Publish(Source("s", v, name: $"名称{v}"), Some.Noon.AddMinutes(v))));
        await Task.WhenAll(versions.Select(v => store.Publication.Publish("v", Violation("s", v, Severity.Warning, Some.Noon.AddHours(v)), Some.Noon.AddMinutes(v), [])));
        await Task.WhenAll(versions.Select(v => store.Publication.Publish(new DeviceRow(new DeviceRegistration { Mn = "MN1", SourceId = $"s{v}" }, v))));
        await Task.WhenAll(versions.Select(v => store.Publication.Publish([Hour("s", "a34002", 13, v, v)])));

        Assert.Equal("名称40", Assert.Single((await store.Queries.Sources(new(), new(), Stop)).Items).Registration.Name);
        Assert.Equal(40, Assert.Single((await store.Queries.Violations(new(), new(), Stop)).Items).Last.Step);
        Assert.Equal("s40", Assert.Single((await store.Queries.Devices(null, null, new(), Stop)).Items).Registration.SourceId);
        Assert.Equal(40m, Assert.Single(await store.Queries.Hours("s", null, Some.Noon, Some.Noon.AddDays(1), Stop)).Mean);
        Assert.Empty(await store.Publication.SilenceDue(Some.Noon.AddMinutes(39), 10, Stop));
        Assert.Equal(["s"], await store.Publication.SilenceDue(Some.Noon.AddMinutes(40), 10, Stop));
        Assert.Empty(await store.Publication.ViolationsDue(Some.Noon.AddMinutes(39), 10, Stop));
        Assert.Equal(["v"], await store.Publication.ViolationsDue(Some.Noon.AddMinutes(40), 10, Stop));
    }

    [Fact]
    public async Task A_photo_is_kept_once_for_each_unit_byte_for_byte_and_no_more_than_a_units_day_holds()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        byte[] bytes = [0, 255, .. Enumerable.Range(0, 998).Select(i => (byte)i)];
        UploadedPhoto Photo(string id, string unit, DateTimeOffset at) => new(id, unit, "image/png", "戊", at, bytes);
        Task<bool> Keep(UploadedPhoto photo) => store.Publication.Keep(photo, Some.Noon, 2_000);

        Assert.True(await Keep(Photo("a", "t1", Some.Noon.AddMinutes(-1))));
        Assert.True(await Keep(Photo("b", "t1", Some.Noon)));
        Assert.False(await Keep(Photo("b", "t1", Some.Noon.AddMinutes(1))));
        Assert.True(await Keep(Photo("c", "t1", Some.Noon.AddMinutes(1))));
        Assert.False(await Keep(Photo("d", "t1", Some.Noon.AddMinutes(2))));
        Assert.True(await Keep(Photo("d", "t2", Some.Noon.AddMinutes(2))));

        Assert.Equal(["a", "b"], (await store.Publication.PhotosOf("t1", ["a", "b", "d"])).Order());
        Assert.Empty(await store.Publication.PhotosOf("t1", []));
        var read = await store.Queries.Photo("b", "t1", Stop);
        Assert.Equal(("b", "image/png", Some.Noon), (read!.Id, read.MediaType, read.UploadedAt));
        Assert.Equal(bytes, read.Content);
        Assert.Null(await store.Queries.Photo("b", "t2", Stop));
        Assert.NotNull(await store.Queries.Photo("d", null, Stop));
    }

    [Fact]
    public async Task Reports_are_published_once_and_filtered_by_whom_they_concern()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        ReportRow Row(string key, string unit, string town, string department, FoundBy origin, int minute) => new(
            key, origin, Some.Noon.AddMinutes(minute), Some.Noon.AddHours(1), unit, new ViolationPlace(town, "演示工地", "site", "区住建局", true), department, "s1",
            new GeoPoint(118.3400m, 35.06m), "measures", 2, ["v1", "v2"]);
        var entry = new AuditEntry(Some.Noon, "戊", "report.patrol", "t1~1", "", "s1", "", 1);
        var first = Row("t1~1", "t1", "t1", "zhujian", FoundBy.Patrol, 0);
        for (var i = 0; i < 2; i++) await store.Publication.Publish(first, [entry]);
        await store.Publication.Publish(Row("zhujian~1", "zhujian", "t2", "zhujian", FoundBy.Citizen, 1), []);
        await store.Publication.Publish(Row("t3~1", "t3", "t3", "shuiwu", FoundBy.Patrol, 2), []);

        async Task<string[]> Keys(ReportFilter filter, PageRequest? page = null) =>
            [.. (await store.Queries.Reports(filter, page ?? new(), Stop)).Items.Select(r => r.Key)];
        Assert.Equal(["t3~1", "zhujian~1", "t1~1"], await Keys(new()));
        Assert.Equal(["t1~1", "zhujian~1"], (await Keys(new(Concerns: "zhujian"))).Order());
        Assert.Equal(["zhujian~1"], await Keys(new(Concerns: "t2")));
        Assert.Equal(["zhujian~1"], await Keys(new(Origin: FoundBy.Citizen, Department: "zhujian", Kind: "site", SourceId: "s1")));
        Assert.Equal(["t1~1"], await Keys(new(From: Some.Noon, To: Some.Noon.AddMinutes(1))));
        Assert.Equal(["t1~1", "zhujian~1"], await Keys(new(), new(1, 2, "at")));
        Assert.Equivalent(first, (await store.Queries.Reports(new(Town: "t1"), new(), Stop)).Items.Single(), strict: true);
        Assert.Single((await store.Queries.Audit("report.patrol", null, null, null, new(), Stop)).Items);
    }

    [Fact]
    public async Task Reports_are_filtered_by_how_far_their_own_problems_are()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        async Task Report(string key, int hour, params (string Id, LoopState State)[] problems)
        {
            await store.Publication.Publish(
                new ReportRow(
                    key, FoundBy.Patrol, Some.Noon.AddHours(hour), Some.Noon.AddDays(1), "t1", new ViolationPlace("t1", "演示工地", "site", "区住建局", true), "zhujian", "s1",
                    null, "measures", 1, [.. problems.Select(p => p.Id)]),
                []);
            foreach (var (id, state) in problems) await Problem(id, hour, state);
        }

        Task Problem(string id, int hour, LoopState state)
        {
            var step = Violation("s1", 1, Severity.Violation, Some.Noon.AddHours(hour)).First;
            return store.Publication.Publish(id, Handled("s1", state, null, 0, "zhujian") with { First = step, Last = step }, null, []);
        }

        await Report("nothing", 0);
        await Report("waits", 1, ("v~1~a", LoopState.Found), ("v~1~b", LoopState.Closed));
        await Report("runs", 2, ("v~2~a", LoopState.Accepted), ("v~2~b", LoopState.Merged));
        await Report("ended", 3, ("v~3", LoopState.Withdrawn));
        // A device's rule that steps at the very second of a report is none of the report's problems.
        await Problem("v~3~other", 3, LoopState.Found);

        async Task<string> Keys(ReportStanding standing) =>
            string.Join(' ', (await store.Queries.Reports(new ReportFilter { Standing = standing }, new(), Stop)).Items.Select(r => r.Key));
        Assert.Equal(
            ("nothing", "waits", "runs", "ended"),
            (await Keys(ReportStanding.NoProblem), await Keys(ReportStanding.Waiting), await Keys(ReportStanding.InWork), await Keys(ReportStanding.Ended)));
    }

    [Fact]
    public async Task Sources_are_filtered_sorted_and_paged()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        for (var i = 0; i < 25; i++)
        {
            await store.Publication.Publish(
                Source($"s{i:00}", town: i % 2 == 0 ? "t1" : "t2", kind: i % 5 == 0 ? "kiln" : "site", name: i == 7 ? "A_c%站" : $"工地{i}",
                    status: i % 3 == 0 ? SourceStatus.Violating : SourceStatus.Normal, open: i % 3 == 0 ? 1 : 0, worst: i % 4,
                    last: i == 3 ? null : Some.Noon.AddMinutes(i)),
                i < 3 ? Some.Noon.AddMinutes(-i) : null);
        }

        async Task<string[]> Ids(SourceFilter filter, PageRequest page) =>
            [.. (await store.Queries.Sources(filter, page, Stop)).Items.Select(i => i.Registration.Id)];

        async Task<SourcePoint[]> Drawn(SourceFilter filter) => [.. (await store.Queries.Sources(filter, new(1, 3, "worstRatio", true), Stop)).Items
            .Select(i => new SourcePoint(i.Registration.Id, i.Registration.Name, i.Summary.Status, i.Registration.Location))];

        Assert.Equal(["s10", "s11", "s12", "s13", "s14", "s15", "s16", "s17", "s18", "s19"], await Ids(new(), new(2, 10)));
        Assert.Equal(25, (await store.Queries.Sources(new(), new(9, 10), Stop)).Total);
        Assert.Empty(await Ids(new(), new(9, 10)));
        foreach (var page in new PageRequest[] { new(1, 10), new(3, 10), new(5, 5) }) Assert.Equal(25, (await store.Queries.Sources(new(), page, Stop)).Total);
        Assert.Equal(0, (await store.Queries.Sources(new(Town: "nowhere"), new(), Stop)).Total);
        Assert.Equal(["s00", "s10", "s20"], await Ids(new(Town: "t1", Kind: "kiln"), new()));
        Assert.Equal(["s03", "s09", "s15", "s21"], await Ids(new(Town: "t2", Status: SourceStatus.Violating, HasOpen: true), new()));
        Assert.Equal(16, (await Ids(new(HasOpen: false), new())).Length);
        Assert.Equal(["s07"], await Ids(new(Text: "a_C%"), new()));
        Assert.Equal(["s23", "s19", "s15"], await Ids(new(), new(1, 3, "worstRatio", true)));
        Assert.Equal(["s24", "s23"], await Ids(new(), new(1, 2, "lastDataAt", true)));
        var worst = await store.Queries.WorstSources(new(Town: "t2"), 3, Stop);
        Assert.Equal(["s23", "s19", "s15"], worst.Items.Select(i => i.Id));
        Assert.Equal(await Drawn(new(Town: "t2")), worst.Items);
        Assert.Equal(12, worst.Total);
        Assert.Equal(25, (await store.Queries.WorstSources(new(), 5_000, Stop)).Items.Count);
        await Assert.ThrowsAsync<RefusedException>(() => store.Queries.WorstSources(new(), 5_001, Stop));
        await Marks(store);
        Assert.Equal("s03", (await Ids(new(), new(1, 25, "lastDataAt")))[^1]);
        Assert.Equal(["s02", "s01"], await store.Publication.SilenceDue(Some.Noon, 2, Stop));
        Assert.Equal(13, (await store.Publication.SummariesOf("t1", Stop)).Count);
        Assert.Empty(await Ids(new(Text: "'; DROP TABLE source; --"), new()));
        Assert.Equal(25, (await store.Queries.Sources(new(), new(), Stop)).Total);
    }

    // What a map filters in memory is what the store finds by the same filter, in the same order.
    private static async Task Marks(OpenStore store)
    {
        var marks = await store.Queries.SourceMarks(50_000, Stop);
        foreach (var filter in new SourceFilter[] { new(), new(Town: "t1", Kind: "kiln"), new(Status: SourceStatus.Violating), new(HasOpen: true), new(HasOpen: false), new(Text: "a_C%"), new(Text: "S1"), new(Text: "工地2", Town: "t1") })
            Assert.Equal((await store.Queries.WorstSources(filter, 5_000, Stop)).Items.Select(i => (i.Id, i.Name, i.Status)), marks.Where(filter.Takes).Select(m => (m.Id, m.Name, m.Status)));
        Assert.Equal(["s23", "s19"], (await store.Queries.SourceMarks(2, Stop)).Select(m => m.Id));
        var places = await store.Queries.SourcePlaces(["s01", "nobody", "s02"], Stop);
        Assert.Equal(["s01", "s02"], places.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((await store.Queries.WorstSources(new(Text: "s01"), 1, Stop)).Items[0].Location, places["s01"]);
        await Assert.ThrowsAsync<RefusedException>(() => store.Queries.SourceMarks(50_001, Stop));
        await Assert.ThrowsAsync<RefusedException>(() => store.Queries.SourcePlaces([], Stop));
    }

    [Fact]
    public async Task A_source_without_a_position_has_no_place()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var (here, nowhere) = (Source("here"), Source("nowhere"));
        await store.Publication.Publish(here, null);
        await store.Publication.Publish(nowhere with { Registration = nowhere.Registration with { Location = null } }, null);

        var places = await store.Queries.SourcePlaces(["here", "nowhere"], Stop);
        Assert.Equal((here.Registration.Location, null), (places["here"], places["nowhere"]));
    }

    [Fact]
    public async Task Asking_for_an_order_or_page_that_does_not_exist_is_refused_with_what_is_allowed()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var sort = await Assert.ThrowsAsync<RefusedException>(() => store.Queries.Sources(new(), new(Sort: "id; --"), Stop));
        Assert.Contains("id, name, town, kind, status, lastDataAt, worstRatio", sort.Message, StringComparison.Ordinal);
        Assert.Equal("sort", sort.Field);
        await Assert.ThrowsAsync<RefusedException>(() => store.Queries.Devices(null, null, new(0), Stop));
        await Assert.ThrowsAsync<RefusedException>(() => store.Queries.Devices(null, null, new(1, 501), Stop));
        var range = await Assert.ThrowsAsync<RefusedException>(
            () => store.Queries.Values("s", null, Some.Noon, Some.Noon.AddDays(367), new(), Stop));
        Assert.Contains("366", range.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Violations_are_listed_newest_first_and_filtered_by_event_time()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        for (var i = 0; i < 6; i++)
        {
            await store.Publication.Publish(
                $"v{i}", Violation($"s{i % 2}", 1, (Severity)(i % 4), Some.Noon.AddHours(i), cleared: i == 5), null, []);
        }

        async Task<int[]> Hours(ViolationFilter filter, PageRequest? page = null) =>
            [.. (await store.Queries.Violations(filter, page ?? new(), Stop)).Items.Select(v => (int)(v.First.Start - Some.Noon).TotalHours)];

        Assert.Equal(new[] { 5, 4, 3, 2, 1, 0 }, await Hours(new()));
        Assert.Equal(new[] { 4, 3, 2, 1, 0 }, await Hours(new(Open: true)));
        Assert.Equal(new[] { 5 }, await Hours(new(Open: false)));
        Assert.Equal(new[] { 5, 3, 1 }, await Hours(new(SourceId: "s1")));
        Assert.Equal(new[] { 3, 2 }, await Hours(new(MinimumSeverity: Severity.Violation)));
        Assert.Equal(new[] { 3, 2 }, await Hours(new(From: Some.Noon.AddHours(2), To: Some.Noon.AddHours(4))));
        Assert.Equal(new[] { 3, 2, 5 }, await Hours(new(Town: "371302001", RuleId: "pm10-hour"), new(1, 3, "severity", true)));
        Assert.Empty(await Hours(new(Town: "elsewhere")));
    }

    private static ViolationRow Handled(string source, LoopState state, DateTimeOffset? due, int level, string industry, int version = 2) =>
        Violation(source, 1, Severity.Violation, Some.Noon) with
        {
            Loop = new LoopSummary
            {
                State = state, Town = new Unit(UnitKind.Town, "371302002", "银雀山街道"), Industry = new Unit(UnitKind.Department, industry, industry),
                Due = due, Level = level, Version = version,
            },
        };

    [Fact]
    public async Task Violations_are_filtered_and_sorted_by_their_loop()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await store.Publication.Publish("a", Handled("a", LoopState.Assigned, Some.Noon.AddHours(2), 0, "zhujian"), null, []);
        await store.Publication.Publish("b", Handled("b", LoopState.Accepted, Some.Noon.AddHours(1), 3, "zhujian"), null, []);
        await store.Publication.Publish("c", Handled("c", LoopState.Closed, null, 1, "shuiwu"), null, []);

        async Task<string> Found(ViolationFilter filter, PageRequest? page = null) =>
            string.Concat((await store.Queries.Violations(filter, page ?? new(), Stop)).Items.Select(v => v.Last.SourceId));

        Assert.Equal("cba", await Found(new(Town: "371302002")));
        Assert.Equal("ba", await Found(new(Department: "zhujian")));
        Assert.Equal("b", await Found(new(State: LoopState.Accepted)));
        Assert.Equal("c", await Found(new(Ended: true)));
        Assert.Equal("ba", await Found(new(Ended: false)));
        Assert.Equal("b", await Found(new(DueBefore: Some.Noon.AddHours(1))));
        Assert.Equal("cb", await Found(new(MinimumLevel: 1)));
        Assert.Equal("bac", await Found(new(), new(Sort: "due")));
        Assert.Equal("bca", await Found(new(), new(Sort: "level", Descending: true)));
    }

    [Fact]
    public async Task A_decision_is_in_the_audit_log_once_however_often_its_row_is_published()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        static AuditEntry Decision(int number) => new(Some.Noon.AddTicks(1_234_567), "系统", "violation.assigned", "v", "", $"{number}", "", 1);
        await store.Publication.Publish("v", Handled("s", LoopState.Assigned, null, 0, "zhujian", 3), null, [Decision(2), Decision(3)]);
        await store.Publication.Publish("v", Handled("s", LoopState.Assigned, null, 0, "zhujian", 3), null, [Decision(2), Decision(3)]);
        await store.Publication.Publish("v", Handled("s", LoopState.Accepted, null, 0, "zhujian", 4), null, [Decision(3), Decision(4)]);

        var entries = (await store.Queries.Audit(null, "v", null, null, new(), Stop)).Items;
        Assert.Equal(["2", "3", "4"], entries.Select(e => e.Detail).Order());
    }

    [Fact]
    public async Task Hours_are_labelled_by_their_end_so_a_day_is_01_to_24()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var midnight = new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8));
        await store.Publication.Publish([.. Enumerable.Range(0, 26).Select(h => Hour("s", "a34002", h, 1, 35.10m))]);
        await store.Publication.Publish([Hour("s", "a34004", 3, 1, null)]);

        var day = await store.Queries.Hours("s", "a34002", midnight, midnight.AddDays(1), Stop);

        Assert.Equal(24, day.Count);
        Assert.Equal(midnight.AddHours(1), day[0].HourEnding);
        Assert.Equal(TimeSpan.FromHours(8), day[0].HourEnding.Offset);
        Assert.Equal("35.10", day[0].Mean!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Null((await store.Queries.Hours("s", "a34004", midnight, midnight.AddDays(1), Stop))[0].Mean);
    }

    [Fact]
    public async Task Stored_values_are_paged_over_chunks_and_tail_alike()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var observations = Enumerable.Range(1, 300)
            .Select(i => Some.Observation(i, Some.Noon.AddMinutes(i * 7 % 300), ("a34002-Rtd", i + 0.50m), ("LA-Rtd", i)))
            .ToArray();
        await store.Journal.Append("s", observations[..100]);
        await store.Roller.RollAll(CancellationToken.None);
        await store.Journal.Append("s", observations[100..200]);
        await store.Roller.RollAll(CancellationToken.None);
        await store.Journal.Append("s", observations[200..]);
        var (from, to) = (Some.Noon.AddMinutes(20), Some.Noon.AddMinutes(250));
        var expected = observations.Where(o => o.DataTime >= from && o.DataTime < to).OrderBy(o => o.DataTime).ThenBy(o => o.Arrival).ToList();

        foreach (var descending in new[] { false, true })
        {
            var found = new List<long>();
            for (var number = 1; ; number++)
            {
                var page = await store.Queries.Values("s", "a34002-Rtd", from, to, new(number, 50, "", descending), Stop);
                Assert.Equal(expected.Count, page.Total);
                if (page.Items.Count == 0)
                {
                    break;
                }

                found.AddRange(page.Items.Select(v => v.Arrival));
            }

            var order = expected.Select(o => o.Arrival);
            Assert.Equal(descending ? order.Reverse() : order, found);
        }

        var all = await store.Queries.Values("s", null, from, to, new(1, 500), Stop);
        Assert.Equal(expected.Count * 2, all.Total);
        Assert.Equal("LA-Rtd", all.Items[1].Channel);
        Assert.Equal(0, (await store.Queries.Values("s", "a\"] or '1", from, to, new(), Stop)).Total);
        Assert.Equal(0, (await store.Queries.Values("other", null, from, to, new(), Stop)).Total);
    }

    [Fact]
    public async Task Audit_entries_are_appended_listed_newest_first_and_never_changed()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var entries = Enumerable.Range(0, 5)
            .Select(i => new AuditEntry(Some.Noon.AddMinutes(i), "gateway", i % 2 == 0 ? "device.refused" : "source.registered", $"MN{i}", "unknown-mn", "详情", "10.0.0.1", i + 1))
            .ToArray();
        await store.Publication.Append(entries);

        var page = await store.Queries.Audit("device.refused", null, Some.Noon, Some.Noon.AddMinutes(4), new(), Stop);

        Assert.Equal([entries[2], entries[0]], page.Items);
        Assert.Equal(1 + 5, (await store.Queries.Audit(null, null, null, null, new(), Stop)).Total); // and the genesis of the chain
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Engine.Write([new Statement("DELETE FROM audit")]));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Engine.Write([new Statement("UPDATE audit SET actor = 'x'")]));
        Assert.Equal(1 + 5, (await store.Queries.Audit(null, null, null, null, new(), Stop)).Total); // and the genesis of the chain
    }

    [Fact]
    public async Task A_change_that_cannot_be_stored_does_not_harm_those_of_its_group()
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        var all = Enumerable.Range(0, 50).Select(i => i % 10 == 3
            ? store.Engine.Write([new Statement("INSERT INTO device (mn, version, document) VALUES ($1, NULL, NULL)", "bad")])
            : store.Publication.Publish(Source($"s{i}"), null)).ToArray();

        for (var i = 0; i < all.Length; i++)
        {
            if (i % 10 == 3)
            {
                await Assert.ThrowsAsync<StoreUnavailableException>(() => all[i]);
            }
            else
            {
                await all[i];
            }
        }

        Assert.Equal(45, (await store.Queries.Sources(new(), new(), Stop)).Total);
    }

    [Fact]
    public async Task A_store_that_works_is_ready() => await WithStore(async store =>
    {
        await store.Queries.CheckReady(Stop);
        Assert.NotEmpty(await store.Engine.Query(new Statement("SELECT name FROM schema_version"), r => r.GetString(0), Stop));
    });

    private async Task WithStore(Func<OpenStore, Task> test)
    {
        await using var home = await NewHome();
        await using var store = await home.Open();
        await test(store);
    }

    internal static HourlyValue Hour(string source, string factor, int label, long version, decimal? mean) => new(
        source, factor, new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.FromHours(8)).AddHours(label),
        mean, mean, mean, 60, 60, mean is not null, false, version);
}

public sealed class SqliteListsTests : ListsContract
{
    private protected override Task<Home> NewHome() => Task.FromResult<Home>(new SqliteHome());
}

public sealed class PostgresListsTests(PostgresFixture postgres) : ListsContract
{
    private protected override async Task<Home> NewHome() => new PostgresHome(await postgres.NewDatabase());
}

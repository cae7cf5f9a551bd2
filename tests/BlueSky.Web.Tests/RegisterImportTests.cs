using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using BlueSky.Access;
using BlueSky.Registers;
using BlueSky.Sources;

namespace BlueSky.Web.Tests;

public sealed class RegisterImportTests
{
    private static readonly string[] Header = [.. RegisterFields.Common.Select(f => $"{f.Title} {f.Name}")];

    /// <summary>A file with one good row.</summary>
    public static readonly string Csv = string.Join(',', Header) + "\r\n" + string.Join(',', Row("gas-7")) + "\r\n";

    /// <summary>Sources whose texts a spreadsheet could take for something else.</summary>
    private static readonly SourceRegistration[] Odd =
    [
        Samples.Registration("gas-1", "gas", "=1+1") with { Address = "'-x", Responsible = "@某人", Parameters = new Dictionary<string, decimal> { ["nozzles"] = 8.50m } },
        Samples.Registration("gas-2", "gas", "+电话") with { Address = "a,\"b\" <&> 😀", Location = new GeoPoint(118.3429m, -0.5m), ReferenceStation = "1618A" },
        Samples.Registration("gas-3", "gas", "007") with { Operation = Operation.Suspended, DeregisteredOn = new DateOnly(2026, 3, 1), SizeClass = "1e3", IsDemo = false },
    ];

    public static ImportRequest Request() => new()
    {
        Kind = "gas", FileDigest = "d", Rows = [new ImportRow(2, "gas-7", Samples.Registration("gas-7"), [])], Parameters = [], Reach = RegisterReach.All, Actor = "甲",
    };

    /// <summary>Cells of a good row, some of them replaced.</summary>
    private static string[] Row(string id, params (string Field, string Text)[] cells)
    {
        var row = RegisterFields.Of(Samples.Registration(id, "gas")).Select(f => f.Text).ToArray();
        foreach (var (field, text) in cells) row[Array.FindIndex(Header, h => h.EndsWith(" " + field, StringComparison.Ordinal))] = text;
        return row;
    }

    private static byte[] Workbook(params string[][] rows) => TableWorkbook.ToBytes("t", [new TableSheet("清单", ["说明"], [.. Header.Select(h => new TableColumn(h, 10))], rows)]);

    private static async Task<HttpResponseMessage> Send(HttpClient client, byte[] file, string query = "command=c1", string kind = "gas")
    {
        using var content = new ByteArrayContent(file);
        return await client.PostAsync(new Uri($"/api/v1/registers/{kind}/imports?{query}", UriKind.Relative), content, TestContext.Current.CancellationToken);
    }

    private static HttpClient Unit(TestWeb web, string unit, Role role = Role.Officer) =>
        web.Client(web.World.AddKey("u" + unit + role, Scopes.Read | Scopes.Register, unit: unit, role: role));

    private static async Task<TestWeb> Furnished(params SourceRegistration[] entries)
    {
        var web = await TestWeb.Borrow();
        web.Rows.SourceRows.Clear();
        web.World.Sources.Clear();
        foreach (var entry in entries)
        {
            web.World.Sources[entry.Id] = entry;
            web.Rows.SourceRows.Add(new(entry, Samples.Summary(entry)));
        }

        return web;
    }

    private static (int Added, int Changed, int Unchanged, int Refused) Counts(JsonNode report) =>
        ((int)report["added"]!, (int)report["changed"]!, (int)report["unchanged"]!, (int)report["refused"]!);

    private static IEnumerable<string> Problems(JsonNode report) =>
        report["problems"]!.AsArray().Select(p => $"{p!["row"]} {p["column"]} {p["reason"]}");

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task What_is_exported_comes_in_again_unchanged_to_the_last_character(string form)
    {
        await using var web = await Furnished(Odd);
        var before = web.World.Sources.Values.Select(e => string.Join('|', RegisterFields.Of(e).Select(f => f.Text))).ToArray();
        var file = await (await web.Client(Scopes.Read).Read($"/api/v1/registers/gas/entries.{form}")).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var client = web.Client(Scopes.Register);

        Assert.Equal((0, 0, 3, 0), Counts(await (await Send(client, file, "dryRun=true")).Json()));
        Assert.Equal((0, 0, 3, 0), Counts(await (await Send(client, file)).Json()));
        web.World.Sources.Clear();
        Assert.Equal((3, 0, 0, 0), Counts(await (await Send(client, file, "command=c2")).Json()));
        Assert.Equal(before, web.World.Sources.Values.Select(e => string.Join('|', RegisterFields.Of(e).Select(f => f.Text))));
    }

    [Fact]
    public async Task Every_fault_is_told_by_row_column_and_fix_and_good_rows_go_in()
    {
        await using var web = await Furnished(Samples.Registration("gas-1", "gas"), Samples.Registration("site-1", "site"));
        var file = Workbook(
            Row("gas-9"), Row("gas-8", ("town", "999"), ("name", "")), Row("gas-7", ("registeredOn", "三月"), ("longitude", "118,3"), ("latitude", "35")), Row("gas-9"),
            Row("gas-6", ("operation", "关闭"), ("isDemo", "maybe")), Row("a b"), Row("site-1"), Row("gas-5", ("longitude", "118.3")),
            Row("gas-4", ("deregisteredOn", "2020-01-01")), Row("gas-3", ("referenceStation", "nowhere")), Row("gas-2", ("kind", "site")), Row("gas-1", ("name", "新名")));

        var report = await (await Send(web.Client(Scopes.Register), file)).Json();

        Assert.Equal((1, 1, 0, 10), Counts(report));
        Assert.Equal(
            [
                "4 name missing", "4 town unknown-town", "5 longitude number", "5 registeredOn date", "6 id twice", "7 operation word", "7 isDemo word", "8 id form",
                "9 kind other-kind", "10 latitude missing", "11 deregisteredOn bad-source", "11 operation bad-source", "12 referenceStation bad-source", "13 kind other-kind",
            ],
            Problems(report));
        Assert.Equal("名称", (string)report["problems"]!.AsArray().First(p => (string)p!["column"]! == "name")!["title"]!);
        Assert.Equal(["gas-1", "gas-9", "site-1"], web.World.Sources.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("新名", web.World.Sources["gas-1"].Name);
        var audit = Assert.Single(web.World.Audit);
        Assert.Equal("api.register.imported", audit.Action);
        Assert.Equal($"gas {(string)report["fileDigest"]!}", audit.Detail);
    }

    [Theory]
    [InlineData("dryRun=true", "dryRun")]
    [InlineData("command=c1&allOrNothing=true", "refused")]
    public async Task A_dry_run_and_one_that_is_sent_back_as_a_whole_write_nothing(string query, string state)
    {
        await using var web = await Furnished();
        var report = await (await Send(web.Client(Scopes.Register), Workbook(Row("gas-9"), Row("gas-8", ("town", ""))), query)).Json();

        Assert.Equal((state, (1, 0, 0, 1)), ((string)report["state"]!, Counts(report)));
        Assert.Empty(web.World.Sources);
    }

    [Fact]
    public async Task A_town_exports_and_imports_only_its_own_and_takes_no_id_of_another()
    {
        var other = Samples.Registration("gas-2", "gas") with { Town = "371302002" };
        await using var web = await Furnished(Samples.Registration("gas-1", "gas"), other);
        var town = Unit(web, Samples.Town);
        var csv = await (await town.Read("/api/v1/registers/gas/entries.csv")).Text();
        Assert.Contains("gas-1", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("gas-2", csv, StringComparison.Ordinal);

        var report = await (await Send(town, Workbook(Row("gas-1", ("name", "新")), Row("gas-2"), Row("gas-3")))).Json();
        Assert.Equal((1, 1, 0, 1), Counts(report));
        Assert.Equal(["4 id not-yours"], Problems(report));
        var elsewhere = Unit(web, "zhujian");
        Assert.Equal(["3 department not-yours"], Problems(await (await Send(elsewhere, Workbook(Row("gas-5")), "dryRun=true")).Json()));
        Assert.Equal((1, 0, 0, 0), Counts(await (await Send(elsewhere, Workbook(Row("gas-5", ("department", "区住建局"))), "dryRun=true")).Json()));
        Assert.Equal(1, Counts(await (await Send(Unit(web, Samples.Town, Role.GridMember), Workbook(Row("gas-1")), "dryRun=true")).Json()).Refused);
        Assert.Equal((2, 0, 0, 0), Counts(await (await Send(Unit(web, "dist-zhihuibu"), Workbook(Row("gas-5"), Row("gas-6")), "dryRun=true")).Json()));
    }

    [Fact]
    public async Task The_same_reach_holds_for_a_single_registration()
    {
        await using var web = await Furnished(Samples.Registration("gas-2", "gas") with { Town = "371302002" });
        var body = """{"name":"抢注","kind":"gas","town":"371302001","registeredOn":"2021-03-01"}""";
        await (await Unit(web, Samples.Town).Send("PUT", "/api/v1/sources/gas-2", body)).Problem(HttpStatusCode.Forbidden);
        Assert.Equal("示例加油站", web.World.Sources["gas-2"].Name);
        Assert.Equal(HttpStatusCode.OK, (await Unit(web, Samples.Town).Send("PUT", "/api/v1/sources/gas-3", body)).StatusCode);
    }

    [Fact]
    public async Task Only_the_unit_of_an_import_and_the_command_centre_see_its_report()
    {
        await using var web = await Furnished();
        await Send(Unit(web, Samples.Town), Workbook(Row("gas-1")));
        const string path = "/api/v1/registers/imports/c1";
        Assert.Equal("finished", (string)(await (await Unit(web, Samples.Town).Read(path)).Json())["state"]!);
        Assert.Equal(HttpStatusCode.OK, (await Unit(web, "dist-zhihuibu").Read(path)).StatusCode);
        await (await Unit(web, "zhujian").Read(path)).Problem(HttpStatusCode.NotFound);
        await (await Unit(web, Samples.Town).Read("/api/v1/registers/imports/c9")).Problem(HttpStatusCode.NotFound);
    }

    public static readonly TheoryData<string, byte[], string> BadFiles = new()
    {
        { "no table", Encoding.UTF8.GetBytes("hello\nworld\n"), "file" },
        { "nothing", [], "file" },
        { "header alone", Encoding.UTF8.GetBytes(string.Join(',', Header)), "file" },
        { "not UTF-8", [.. Encoding.UTF8.GetBytes(string.Join(',', Header) + "\n"), 0xB2, 0xE2], "file" },
        { "a broken quote", Encoding.UTF8.GetBytes(string.Join(',', Header) + "\n\"a,b\n"), "line 2" },
        { "a missing, an unknown and a doubled column", Encoding.UTF8.GetBytes(string.Join(',', Header.Where(h => !h.EndsWith(" zone", StringComparison.Ordinal))) + ",颜色,id\nx"), "颜色,id,zone" },
        { "no workbook", [(byte)'P', (byte)'K', 3, 4, 1, 2, 3], "file" },
        { "an archive of something else", Zip(("a.txt", "a")), "file" },
        { "a bomb", Zip(("xl/worksheets/sheet1.xml", new string(' ', 50_000_000))), "file" },
        { "many parts", Zip([.. Enumerable.Range(0, 300).Select(i => ($"a{i}.txt", "a"))]), "file" },
        { "a bomb that lies about its size", Lying(), "file" },
        { "entities", Zip(Parts("<!DOCTYPE x [<!ENTITY a \"aaaa\">]>", "<row r=\"1\"><c t=\"inlineStr\"><is><t>&a;</t></is></c></row>")), "file" },
        { "too many rows", Encoding.UTF8.GetBytes(string.Join(',', Header) + "\n" + string.Concat(Enumerable.Repeat("x\n", RegisterFile.MostRows + 1))), "file" },
    };

    [Theory, MemberData(nameof(BadFiles))]
    public async Task A_file_that_is_no_table_is_refused_as_a_whole_with_the_fix(string what, byte[] file, string fields)
    {
        await using var web = await Furnished();
        var answer = await Send(web.Client(Scopes.Register), file);
        Assert.True(HttpStatusCode.UnprocessableEntity == answer.StatusCode, what);
        Assert.Equal(fields, string.Join(',', await answer.Fields()));
        Assert.Empty(web.World.Imports);
    }

    [Fact]
    public async Task A_formula_is_refused_and_a_spreadsheets_date_is_taken()
    {
        await using var web = await Furnished();
        string Cells(string id, string extra) => string.Concat(Row(id).Select((text, i) => Header[i].EndsWith(" registeredOn", StringComparison.Ordinal)
            ? "<c><v>44256</v></c>"
            : Header[i].EndsWith(" name", StringComparison.Ordinal) && extra.Length > 0 ? extra : $"<c t=\"inlineStr\"><is><t>{text}</t></is></c>"));
        var header = string.Concat(Header.Select(h => $"<c t=\"inlineStr\"><is><t>{h}</t></is></c>"));
        var file = Zip(Parts("", $"<row>{header}</row><row>{Cells("gas-1", "")}</row><row>{Cells("gas-2", "<c><f>1+1</f><v>2</v></c>")}</row>"));

        var report = await (await Send(web.Client(Scopes.Register), file)).Json();

        Assert.Equal(["3 name formula"], Problems(report));
        Assert.Equal(new DateOnly(2021, 3, 1), web.World.Sources["gas-1"].RegisteredOn);
    }

    [Fact]
    public async Task A_number_that_the_file_has_no_column_for_stays_and_an_empty_cell_clears_its_field()
    {
        await using var web = await Furnished(Samples.Registration("gas-1", "gas") with { Address = "旧址", Parameters = new Dictionary<string, decimal> { ["nozzles"] = 8 } });
        await Send(web.Client(Scopes.Register), Workbook(Row("gas-1")));

        var entry = web.World.Sources["gas-1"];
        Assert.Equal(("", 8m), (entry.Address, entry.Parameters["nozzles"]));
    }

    [Theory]
    [InlineData("", "command")]
    [InlineData("command=a%20b", "command")]
    [InlineData("dryRun=1", "dryRun")]
    [InlineData("dryrun=true", "dryrun")]
    public async Task A_command_needs_an_id_and_flags_their_words(string query, string field)
    {
        await using var web = await Furnished();
        Assert.Equal(field, string.Join(',', await (await Send(web.Client(Scopes.Register), Workbook(Row("gas-1")), query)).Fields()));
    }

    [Fact]
    public async Task A_file_over_the_bound_and_a_kind_that_is_none_are_refused()
    {
        await using var web = await Furnished();
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Send(web.Client(Scopes.Register), new byte[RegisterFile.LargestBytes + 1])).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await Send(web.Client(Scopes.Register), Workbook(Row("gas-1")), kind: "zoo")).StatusCode);
    }

    private static (string, string)[] Parts(string doctype, string rows) =>
    [
        ("[Content_Types].xml", """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"""),
        ("_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"""),
        ("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"""),
        ("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>"""),
        ("xl/worksheets/sheet1.xml", $"""<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData></worksheet>"""),
    ];

    private static byte[] Zip(params (string Name, string Text)[] parts)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create))
        {
            foreach (var (name, text) in parts)
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.SmallestSize).Open();
                entry.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return memory.ToArray();
    }

    // Fifty million characters in one cell, said to be a thousand bytes wherever the archive says it.
    private static byte[] Lying()
    {
        var parts = Parts("", $"<row><c t=\"inlineStr\"><is><t>{new string('a', 50_000_000)}</t></is></c></row>");
        var file = Zip(parts);
        var size = BitConverter.GetBytes(Encoding.UTF8.GetByteCount(parts[^1].Item2));
        for (var at = 0; (at = IndexOf(file, size, at)) >= 0; at += 4) BitConverter.GetBytes(1_000).CopyTo(file, at);
        return file;
    }

    private static int IndexOf(byte[] file, byte[] what, int from) => file.AsSpan(from).IndexOf(what) is var at and >= 0 ? from + at : -1;
}

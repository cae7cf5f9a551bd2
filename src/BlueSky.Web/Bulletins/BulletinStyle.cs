namespace BlueSky.Web;

/// <summary>The page's style. It stands in the page itself, which the site's content security policy allows for styles.</summary>
internal static class BulletinStyle
{
    public const string Css = """
        :root { color: #16202b; background: #fff; }
        body { font: 14px/1.6 "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", sans-serif; max-width: 62rem; margin: 1.5rem auto; padding: 0 1.2rem; }
        h1 { font-size: 1.55em; text-align: center; line-height: 1.35; margin: 0 0 .3em; text-wrap: balance; }
        h2 { font-size: 1.15em; margin: 1.6em 0 .4em; padding-bottom: .15em; border-bottom: 2px solid #2f5d8a; break-after: avoid; }
        p { margin: .35em 0; overflow-wrap: anywhere; }
        .run { text-align: center; color: #45515e; font-size: .9em; }
        .demo { border: 1px solid #b45309; background: #fff7e6; color: #7a3a06; padding: .3em .8em; text-align: center; }
        .watermark { position: fixed; inset: 0; margin: 0; display: flex; align-items: center; justify-content: center; font-size: 7rem; font-weight: 700; color: #b45309; opacity: .09; transform: rotate(-28deg); pointer-events: none; white-space: nowrap; }
        table { width: 100%; table-layout: fixed; border-collapse: collapse; margin: .6em 0 1.1em; font-size: .92em; font-variant-numeric: tabular-nums; }
        caption { caption-side: top; text-align: left; font-weight: 600; padding: .2em 0; break-after: avoid; overflow-wrap: anywhere; }
        th, td { border: 1px solid #9aa7b4; padding: .18em .3em; text-align: center; overflow-wrap: anywhere; }
        th { background: #e4ebf2; font-weight: 600; }
        td.number { white-space: nowrap; }
        td.long { text-align: left; }
        .total td { font-weight: 600; background: #f3f6f9; }
        a { color: #0b5394; }
        @media print {
          @page { size: A4; margin: 14mm 12mm 16mm; @bottom-center { content: "第 " counter(page) " 页，共 " counter(pages) " 页"; font-size: 9pt; color: #45515e; } }
          body { font-size: 9.5pt; line-height: 1.45; max-width: none; margin: 0; padding: 0; }
          .screen { display: none; }
          .demo, th, .total td { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          thead { display: table-header-group; }
          tr, table.whole { break-inside: avoid; }
        }

        """;
}

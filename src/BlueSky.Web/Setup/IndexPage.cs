using System.Net;
using System.Text;
using BlueSky.Districts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>The page at <c>/api</c>: what the interface is, which data are demo data, and where to go on.</summary>
internal static class IndexPage
{
    public static void MapIndexPage(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api", (District district, IOptions<WebOptions> options) =>
                TypedResults.Content(Html(district.Name, options.Value), "text/html; charset=utf-8", Encoding.UTF8))
            .AllowAnonymous().ExcludeFromDescription();

    private static string Html(string districtName, WebOptions options)
    {
        var district = WebUtility.HtmlEncode(districtName);
        var demo = options.Demo
            ? """
              <p class="demo"><strong>演示数据</strong>：本节点处于演示模式。污染源清单和读数均由程序生成，不是真实监测结果；每条演示记录的
              <code>isDemo</code> 为 <code>true</code>。<br>
              <span lang="en">Demo data: the register and the readings here are generated, not measured. Every demo record has
              <code>isDemo: true</code>.</span></p>
              """
            : """
              <p>标有 <code>isDemo: true</code> 的记录是演示数据，其余为接入的监测数据。<br>
              <span lang="en">Records with <code>isDemo: true</code> are demo data; all others came from devices or people.</span></p>
              """;
        var cluster = options.Dashboard ? """<li><a href="/cluster">集群状态 · Cluster dashboard</a></li>""" : "";
        return $$"""
            <!DOCTYPE html>
            <html lang="zh-CN">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>蓝天 · {{district}}</title>
            <style>
            body { font-family: system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.6; color: #1b2733; }
            .demo { border-left: .3rem solid #b45309; padding: .4rem .8rem; background: #fff7e6; }
            a { color: #0b5394; }
            </style>
            </head>
            <body>
            <h1>蓝天 BlueSky · {{district}}</h1>
            <p>大气污染防治监测与违规处置接口。<span lang="en">Monitoring and violations of the district's air campaign.</span></p>
            {{demo}}
            <ul>
            <li><a href="/api/v1/district">全区汇总 · District</a></li>
            <li><a href="/api/v1/towns">镇街 · Towns</a></li>
            <li><a href="/api/v1/violations?open=true">未消除违规 · Open violations</a></li>
            <li><a href="/api/v1/sources">污染源 · Sources</a></li>
            <li><a href="/openapi/v1.json">接口文档 · OpenAPI document</a></li>
            <li><a href="/health/ready">就绪 · Readiness</a></li>
            {{cluster}}
            </ul>
            </body>
            </html>
            """;
    }
}

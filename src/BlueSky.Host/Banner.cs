using System.Globalization;
using BlueSky.Districts;

namespace BlueSky.Host;

/// <summary>What a node says on the console when it is ready: where it listens, and what of it is demonstration.</summary>
internal static class Banner
{
    public static void Print(WebApplication app, NodeOptions options)
    {
        var district = app.Services.GetRequiredService<District>();
        Console.WriteLine();
        Console.WriteLine($"BlueSky.Orleans  {district.Name}“保护蓝天”  roles: {options.Roles.ToString().ToLowerInvariant()}");
        if (options.Roles.HasFlag(Roles.Web))
        {
            var web = options.Web.ToString().TrimEnd('/');
            Console.WriteLine($"  Console       {web}/    sign in as {(options.Demo ? "zhihuibu, bumen, zhenjie, wangge, kaohe, shenji, shebei, guanli or zhidu with the password in demo.password, or as " : "")}admin with the one in admin.password, both in the data directory");
            Console.WriteLine($"  HTTP API      {web}/api/v1    OpenAPI {web}/openapi/v1.json    Orleans dashboard {web}/cluster");
        }

        if (options.Roles.HasFlag(Roles.Gateway))
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  HJ 212        {options.GatewayAddress}:{options.GatewayPort} (TCP)"));
        if (options.Roles.HasFlag(Roles.Silo) && options.Postgres is not null)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  Silo          {options.SiloAddress}:{options.SiloPort}, for other nodes :{options.SiloGatewayPort}    cluster {options.ClusterId}"));
        if (options.Health is not null) Console.WriteLine($"  Health        http://{options.Health}/health/ready");
        Console.WriteLine($"  Store         {(options.Postgres is null ? "SQLite in " + options.Data.FullName : "PostgreSQL")}");
        if (options.DemoRegister)
        {
            Console.WriteLine("  演示数据 DEMO  All sources, devices and stations named “演示…” are invented, and so are their readings and violations.");
            Console.WriteLine("                Towns, departments and the other stations are real; hours marked demo are invented there too (only 2019 is measured).");
            Console.WriteLine("                Nothing here says anything about a real enterprise.");
        }

        if (options.Demo) Console.WriteLine("  Reading needs no key from this machine; writing needs the key in the data directory (header X-Api-Key).");
        Console.WriteLine("  Ctrl-C stops the node cleanly; started again, it goes on with all it knew.");
        Console.WriteLine();
    }
}

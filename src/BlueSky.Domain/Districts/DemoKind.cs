namespace BlueSky.Districts;

/// <summary>How the demo register makes the sources of one kind. A table, so that a change of it is seen as a change of data.</summary>
/// <param name="Kind">Kind code, a file in <c>seeds/source-kinds/</c>.</param>
/// <param name="Short">The part of the id: <c>371302-SHORT-0012</c>.</param>
/// <param name="Label">Chinese word in the name: 演示LABEL 012（town）.</param>
/// <param name="PerTown">Sources in each town.</param>
/// <param name="SizeClasses">Size classes that limits of the kind depend on; empty when none.</param>
/// <param name="Industries">Branches of industry; empty when none.</param>
internal sealed record DemoKind(string Kind, string Short, string Label, int PerTown, string[] SizeClasses, string[] Industries)
{
    /// <summary>All sixteen kinds of the plan. Reordering or changing a row changes the register: raise <see cref="DemoRegister.Version"/>.</summary>
    internal static readonly IReadOnlyList<DemoKind> All =
    [
        new("site", "site", "工地", 8, [], ["building", "municipal", "water"]),
        new("demolition", "demolition", "拆迁工地", 2, [], []),
        new("road", "road", "道路", 6, ["main", "minor", "back-street"], []),
        new("gas-station", "gas", "加油站", 5, [], []),
        new("kiln", "kiln", "工业炉窑", 3, [],
            ["brick", "cement", "ceramics", "glass", "lime", "foundry", "refractory", "gypsum-board", "carbon", "sodium-silicate", "charcoal", "fertiliser"]),
        new("voc-workshop", "voc", "涉VOCs车间", 4, [], ["panel", "printing", "coating"]),
        new("restaurant", "restaurant", "餐饮", 8, ["small", "medium", "large"], []),
        new("auto-repair", "repair", "汽修", 3, [], []),
        new("dry-cleaner", "dryclean", "干洗店", 2, [], []),
        new("stockyard", "stockyard", "堆场", 2, [], []),
        new("mine", "mine", "矿山", 1, [], []),
        new("coal-dealer", "coal", "散煤网点", 2, [], []),
        new("boiler", "boiler", "锅炉", 2, [], []),
        new("muck-truck-fleet", "fleet", "渣土车队", 2, [], []),
        new("non-road-machine", "machine", "非道路移动机械", 3, [], []),
        new("burning-spot", "burning", "禁烧点位", 2, [], []),
    ];
}

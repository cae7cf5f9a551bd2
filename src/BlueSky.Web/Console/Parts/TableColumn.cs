using Microsoft.AspNetCore.Components;

namespace BlueSky.Web.Console;

/// <summary>A column of a <c>DataTable</c>.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Cell">What it shows of a row.</param>
/// <param name="Sort">Name by which the list can be ordered by it; null when it cannot.</param>
/// <param name="Class">Style class of its cells: <c>num</c> for numbers, <c>wide</c> for long texts, <c>tight</c> for what must not break.</param>
/// <typeparam name="TRow">Row.</typeparam>
public sealed record TableColumn<TRow>(string Title, RenderFragment<TRow> Cell, string? Sort = null, string Class = "");

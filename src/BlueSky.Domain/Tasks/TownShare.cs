namespace BlueSky.Tasks;

/// <summary>
/// What a town has to do for a task: the plan's five requirements (目标任务、项目内容、完成时限、措施要求、责任人员; part 三（一）), all of them.
/// </summary>
/// <param name="Town">Town code.</param>
/// <param name="Objective">目标任务.</param>
/// <param name="Content">项目内容.</param>
/// <param name="Due">完成时限: last day, China time.</param>
/// <param name="Measures">措施要求.</param>
/// <param name="Responsible">责任人员.</param>
public sealed record TownShare(string Town, string Objective, string Content, DateOnly Due, string Measures, string Responsible);

/// <summary>A piece of proof. The file itself lies elsewhere.</summary>
/// <param name="Name">What it shows, e.g. a file name.</param>
/// <param name="Reference">Where it is: an address, a document number, or the SHA-256 of the file.</param>
public sealed record Evidence(string Name, string Reference);

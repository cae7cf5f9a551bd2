using BlueSky.Access;
using BlueSky.Violations;
using CsCheck;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Tests.Violations;

/// <summary>One thing that happens to a problem: what, by whom, and three dice for its details.</summary>
internal sealed record Move(int What, int Who, int A, int B, int C);

/// <summary>
/// Random moves: 0 to 9, 14 and 15 are commands, 10 time goes on, 11 the rule clears, 12 it fires, 13 a restart.
/// </summary>
internal static class Moves
{
    private static readonly Actor[] People =
    [
        Commander, SecondCommander, TownOfficer, TownLead, GridMember, OtherTownOfficer, DepartmentOfficer, OtherDepartmentOfficer, Reader,
        new Actor("bu-3", "癸", Department, Role.Lead), GridMember with { Unit = Department, Role = Role.Officer },
    ];

    // Who is to act next is drawn often enough that loops come to their ends.
    public static readonly Gen<Move[]> Stories = Gen.Select(
        Gen.Frequency((8, Gen.Const(2)), (7, Gen.Const(3)), (12, Gen.Const(4)), (2, Gen.Const(0)), (1, Gen.Const(1)), (1, Gen.Int[5, 9]), (3, Gen.Int[10, 13]), (2, Gen.Const(14)), (1, Gen.Const(15))),
        Gen.Int[0, 10], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], (what, who, a, b, c) => new Move(what, who, a, b, c)).Array[20, 120];

    public static ViolationCommand Command(Move move, Violation one, DateTimeOffset now, ref int number)
    {
        var by = People[move.Who];
        // One command in twenty comes under an id that was used before.
        var id = move.B == 0 && move.C < 5 && number > 0 ? $"c{1 + (move.A % number)}" : $"c{++number}";
        var text = move.A == 0 ? "" : "情况说明";
        Unit?[] towns = [null, Town, OtherTown], industries = [null, Department, OtherDepartment];
        return move.What switch
        {
            0 => new Assign(id, by, now, towns[move.A % 3], industries[move.B % 3]),
            1 => new Reassign(id, by, now, towns[move.A % 3], industries[move.B % 3], move.C == 0 ? "" : "辖区有误"),
            2 => new Accept(id, by, now),
            3 => new Rectify(id, by, now, text, [], move.B < 5 ? null : new MeasuredProof("PM10", 145 + move.B, 152, "µg/m³", now.AddMinutes(move.C - 2), "报告")),
            4 => new Review(id, by, now, move.B < 8, text, move.C < 4 ? Line.Town : move.C < 8 ? Line.Industry : null),
            5 => new ProposeWithdrawal(id, by, now, text),
            6 => new DecideWithdrawal(id, by, now, move.B < 6, text),
            7 => new Merge(id, by, now, move.A == 1 ? one.Id : "elder", move.A switch
            {
                2 => null,
                3 => new MergeTarget(one.First!.SourceId, one.First.Start.AddHours(-1), true),
                4 => new MergeTarget("elsewhere", one.First!.Start.AddHours(-1), false),
                5 => new MergeTarget(one.First!.SourceId, one.First.Start.AddHours(1), false),
                _ => new MergeTarget(one.First!.SourceId, one.First.Start.AddHours(-1), false),
            }),
            8 => new Suspend(id, by, now, SuspensionCause.SandDust, text, now.AddDays(move.B * 5 - 5)),
            9 => new Resume(id, by, now),
            15 => new Comment(id, by, now, text),
            _ => move.A % 3 == 0 ? new ProposeWithdrawal(id, by, now, text) : new DecideWithdrawal(id, by, now, move.B < 3, text),
        };
    }
}

using BlueSky.Sources;

namespace BlueSky.Storage;

/// <summary>Something that waits for a commit. Completed by the writer only, after the commit that holds all of it.</summary>
internal abstract class Work
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Done => done.Task;

    /// <summary>How much of a commit's count it takes.</summary>
    public abstract int Weight { get; }

    /// <summary>Bytes it takes in memory and in the commit, estimated.</summary>
    public abstract int Bytes { get; }

    public void Committed() => done.TrySetResult();

    public void Failed(Exception exception) => done.TrySetException(exception);
}

/// <summary>Observations for the journal, of one source or of many.</summary>
internal sealed class AppendWork : Work
{
    public AppendWork(IReadOnlyList<RoutedObservation> observations)
    {
        Observations = observations;
        var bytes = 16;
        for (var i = 0; i < observations.Count; i++)
        {
            var one = observations[i].Observation;
            bytes += 48 + one.Qn.Length + (16 * one.Readings.Length);
            foreach (var text in one.Texts)
            {
                bytes += 8 + (3 * text.Text.Length);
            }
        }

        Bytes = bytes;
    }

    public IReadOnlyList<RoutedObservation> Observations { get; }

    public override int Weight => Observations.Count;

    public override int Bytes { get; }
}

/// <summary>Row changes that belong together. After the commit <see cref="Affected"/> tells the rows that each statement changed.</summary>
internal sealed class RowWork : Work
{
    public RowWork(IReadOnlyList<Statement> statements)
    {
        Statements = statements;
        Affected = new int[statements.Count];
        var bytes = 0;
        foreach (var statement in statements)
        {
            bytes += statement.Bytes;
        }

        Bytes = bytes;
    }

    public IReadOnlyList<Statement> Statements { get; }

    public int[] Affected { get; }

    public override int Weight => Statements.Count;

    public override int Bytes { get; }
}

/// <summary>
/// A slice of a roll in the embedded mode, where it shares the one writer. The steps of a roll are its chunks, then the mark, then
/// its blocks that go; a slice takes as many as its time allows.
/// </summary>
/// <param name="roll">The roll.</param>
/// <param name="first">Its first step.</param>
/// <param name="most">How long it may take; one step is taken in any case.</param>
internal sealed class RollWork(Roll roll, int first, TimeSpan most) : Work
{
    public Roll Roll => roll;

    public int First { get; } = first;

    public TimeSpan Most => most;

    /// <summary>The step that moves the mark: chunks become what is read in place of the blocks.</summary>
    public int MarkStep => roll.Chunks.Count;

    /// <summary>The step with which the next slice begins, set by the writer. Means something after the commit.</summary>
    public int Next { get; set; } = first;

    public bool MovesMark => First <= MarkStep && MarkStep < Next;

    /// <summary>Nothing else is packed behind it: a slice is long enough alone.</summary>
    public override int Weight => int.MaxValue / 2;

    public override int Bytes => 0;

    public static int Steps(Roll roll) => roll.Chunks.Count + 1 + (int)(roll.LastSeq - roll.FirstSeq + 1);
}

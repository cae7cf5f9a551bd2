using System.Globalization;
using BlueSky.Nodes;
using BlueSky.Messages;

namespace BlueSky.Host;

/// <summary>
/// Does a piece of work of the start on one node of the cluster; the others wait for its end and do nothing. When the node that does
/// it dies, another takes its place.
/// </summary>
internal sealed class StartupTurnHolder(IStartupGrain turns, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly string _node = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}");

    /// <summary>Waits for the turn and works, or until another node has worked.</summary>
    /// <param name="work">What is to be done; repeatable, because a node may die in it.</param>
    /// <param name="cancellation">Ends the wait, and goes to the work.</param>
    public async Task Once(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        while (true)
        {
            switch (await Claim())
            {
                case StartupTurn.Done:
                    return;
                case StartupTurn.Yours:
                    await Work(work, cancellation);
                    return;
                default:
                    await Task.Delay(Pause, time, cancellation);
                    break;
            }
        }
    }

    private async Task Work(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var holding = Hold(over.Token);
        try
        {
            await work(cancellation);
        }
        finally
        {
            await over.CancelAsync();
            await holding;
        }

        await turns.Done();
    }

    private async Task Hold(CancellationToken over)
    {
        using var timer = new PeriodicTimer(StartupTurns.Held / 5, time);
        try
        {
            while (await timer.WaitForNextTickAsync(over)) await Claim();
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The work is over.
        }
    }

    // No answer, because the silo of the turns is just being replaced: as if it were another node's turn.
    private async Task<StartupTurn> Claim()
    {
        try
        {
            return await turns.Claim(_node);
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or BlueSkyException)
        {
            return StartupTurn.Wait;
        }
    }
}

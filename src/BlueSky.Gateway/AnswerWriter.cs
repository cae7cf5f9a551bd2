using System.Buffers;
using System.IO.Pipelines;

namespace BlueSky.Gateway;

/// <summary>
/// The way out of one connection: any thread may send, one write runs at a time, and what is sent meanwhile goes out in
/// the next write. A write begins behind the work that is queued already: one commit completes many uploads, and their answers
/// leave together, since a write to a socket costs more than a packet's way to its source. A device that does not read cannot make it grow: beyond the bound the connection counts as dead.
/// </summary>
/// <param name="output">The transport's output.</param>
/// <param name="failed">Called once when the device can no longer be written to.</param>
internal sealed class AnswerWriter(PipeWriter output, Action failed) : IThreadPoolWorkItem
{
    private const int MaxPending = 256 * 1024;
    private readonly Lock _gate = new();
    private ArrayBufferWriter<byte> _pending = new();
    private ArrayBufferWriter<byte> _writing = new();
    private TaskCompletionSource? _drained;
    private bool _busy;
    private bool _dead;

    /// <summary>Sends bytes; they are copied. After the connection has died they are dropped: the device will send again.</summary>
    public void Send(ReadOnlySpan<byte> bytes)
    {
        bool fits;
        lock (_gate)
        {
            if (_dead) return;
            fits = _pending.WrittenCount + bytes.Length <= MaxPending;
            _dead = !fits;
            if (fits)
            {
                _pending.Write(bytes);
                if (_busy) return;
                _busy = true;
            }
        }

        if (fits) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        else failed();
    }

    /// <summary>Completes when all that was sent has been handed to the transport, or can no longer be.</summary>
    public Task Drained()
    {
        lock (_gate)
        {
            if (!_busy) return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    void IThreadPoolWorkItem.Execute() => _ = Pump();

    private async Task Pump()
    {
        while (Take())
        {
            if (await Write()) continue;
            lock (_gate)
            {
                _dead = true;
                _pending.ResetWrittenCount();
            }

            failed();
        }
    }

    private bool Take()
    {
        lock (_gate)
        {
            if (_pending.WrittenCount == 0)
            {
                _busy = false;
                _drained?.TrySetResult();
                _drained = null;
                return false;
            }

            (_pending, _writing) = (_writing, _pending);
            return true;
        }
    }

    private async Task<bool> Write()
    {
        try
        {
            var result = await output.WriteAsync(_writing.WrittenMemory);
            return !result.IsCompleted && !result.IsCanceled;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or OperationCanceledException or ObjectDisposedException)
        {
            return false; // The device is gone; the reading side logs why the connection ended.
        }
        finally
        {
            _writing.ResetWrittenCount();
        }
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace BlueSky.Storage;

/// <summary>A TCP proxy in front of a server that can cut its connections, or hold them: open, with nothing coming through.</summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly EndPoint server;
    private readonly ConcurrentDictionary<Socket, byte> sockets = new();
    private readonly Task accepting;
    private volatile TaskCompletionSource flowing = Flowing();
    private volatile bool isCut;

    public FaultProxy(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        server = settings.Host!.StartsWith('/')
            ? new UnixDomainSocketEndPoint($"{settings.Host}/.s.PGSQL.{settings.Port}")
            : new IPEndPoint(IPAddress.Parse(settings.Host), settings.Port);
        listener.Start();
        settings.Host = "127.0.0.1";
        settings.Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        ConnectionString = settings.ConnectionString;
        accepting = Accept();
    }

    /// <summary>The server through this proxy.</summary>
    public string ConnectionString { get; }

    /// <summary>Ends all connections and takes no more.</summary>
    public void Cut()
    {
        isCut = true;
        foreach (var socket in sockets.Keys)
        {
            socket.Dispose();
        }
    }

    /// <summary>Lets nothing through any more, in connections old and new, as a network that drops all packets.</summary>
    public void Hold() => flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Works again.</summary>
    public void Mend()
    {
        isCut = false;
        flowing.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        Mend();
        listener.Stop();
        Cut();
        await accepting;
    }

    private static TaskCompletionSource Flowing()
    {
        var open = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        open.SetResult();
        return open;
    }

    private async Task Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptSocketAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = Join(client);
        }
    }

    private async Task Join(Socket client)
    {
        using var upstream = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                if (isCut)
                {
                    return;
                }

                (sockets[client], sockets[upstream]) = (0, 0);
                await upstream.ConnectAsync(server);
                await Task.WhenAny(Copy(client, upstream), Copy(upstream, client));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Cut, or one side went: the other goes with it.
            }
            finally
            {
                sockets.TryRemove(client, out _);
                sockets.TryRemove(upstream, out _);
            }
        }
    }

    private async Task Copy(Socket from, Socket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var count and > 0)
            {
                await flowing.Task;
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // As above.
        }
    }
}

using BlueSky.Testing;

namespace BlueSky.Benchmarks;

/// <summary>A node on a store that <see cref="ScaleStore"/> has filled, as a process of its own; both are gone after the measurement.</summary>
/// <param name="store">The store.</param>
/// <param name="node">The node.</param>
/// <param name="password">Password of <see cref="ScaleStore.Viewer"/>.</param>
/// <param name="made">How quickly the store was filled.</param>
internal sealed class ScaleNode(Store store, NodeProcess node, string password, Row made) : IAsyncDisposable
{
    public Store Store => store;

    public NodeProcess Node => node;

    public string Password => password;

    public Row Made => made;

    /// <summary>Fills a store and starts the node; null where the engine is not to be had.</summary>
    public static async Task<ScaleNode?> Start(BenchmarkOptions options, EngineKind kind)
    {
        if (await Store.Create(kind) is not { } store) return null;
        NodeProcess? node = null;
        try
        {
            var (password, made) = await ScaleStore.Fill(store, options, Store.NameOf(kind));
            node = new NodeProcess(store.Data, store.Postgres);
            await node.Start();
            return new ScaleNode(store, node, password, made);
        }
        catch
        {
            if (node is not null) await node.DisposeAsync();
            await store.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await store.DisposeAsync();
    }
}

using System.Net;
using System.Net.Sockets;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Store;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;

namespace BlueSky.Storage;

/// <summary>A grain with state and a reminder.</summary>
[Alias("storage-test-note")]
public interface INoteGrain : IGrainWithStringKey
{
    Task<string> Get();

    Task Set(string text);

    Task Clear();

    Task<bool> Remind(bool on);
}

internal sealed class NoteGrain([PersistentState("note")] IPersistentState<NoteGrain.Note> state) : Grain, INoteGrain, IRemindable
{
    public Task<string> Get() => Task.FromResult(state.RecordExists ? state.State.Text : "nothing");

    public Task Set(string text)
    {
        state.State.Text = text;
        return state.WriteStateAsync();
    }

    public Task Clear() => state.ClearStateAsync();

    public async Task<bool> Remind(bool on)
    {
        var had = await this.GetReminder("watch");
        if (on)
        {
            await this.RegisterOrUpdateReminder("watch", TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        }
        else if (had is not null)
        {
            await this.UnregisterReminder(had);
        }

        return had is not null;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => Task.CompletedTask;

    internal sealed class Note
    {
        public string Text { get; set; } = "";
    }
}

/// <summary>The composition, in real silos.</summary>
public sealed class SiloTests(PostgresFixture postgres)
{
    [Fact]
    public async Task An_embedded_silo_keeps_state_reminders_and_readings_over_a_restart()
    {
        await using var home = new SqliteHome();
        await Survives(silo => silo.UseLocalhostClustering(FreePort(), FreePort()).AddBlueSkySqlite(home.Directory));
    }

    [Fact]
    public async Task A_clustered_silo_keeps_state_reminders_and_readings_over_a_restart()
    {
        var connectionString = await postgres.NewDatabase();
        await Survives(silo => silo
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = ("test", "bluesky"))
            .ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort())
            .AddBlueSkyPostgres(connectionString));
    }

    private static async Task Survives(Action<ISiloBuilder> configure)
    {
        using (var host = Build(configure))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            var note = host.Services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>("n1");
            Assert.Equal("nothing", await note.Get());
            await note.Set("第一");
            await note.Set("第二");
            Assert.False(await note.Remind(on: true));
            var cleared = host.Services.GetRequiredService<IGrainFactory>().GetGrain<INoteGrain>("n2");
            await cleared.Set("x");
            await cleared.Clear();
            await cleared.Set("y");
            await host.Services.GetRequiredService<IReadingJournal>().Append("s", [Some.Observation(1)]);
            await host.StopAsync(TestContext.Current.CancellationToken);
        }

        using (var host = Build(configure))
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            Assert.Equal("第二", await grains.GetGrain<INoteGrain>("n1").Get());
            Assert.Equal("y", await grains.GetGrain<INoteGrain>("n2").Get());
            Assert.True(await grains.GetGrain<INoteGrain>("n1").Remind(on: false));
            Assert.False(await grains.GetGrain<INoteGrain>("n1").Remind(on: false));
            await host.Services.GetRequiredService<IQueries>().CheckReady(TestContext.Current.CancellationToken);
            Assert.Single(await host.Services.GetRequiredService<IReadingJournal>().ReadHour("s", Some.Noon, TestContext.Current.CancellationToken));
            await host.StopAsync(TestContext.Current.CancellationToken);
        }
    }

    private static IHost Build(Action<ISiloBuilder> configure)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddBlueSkySerialization();
        builder.UseOrleans(configure);
        return builder.Build();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

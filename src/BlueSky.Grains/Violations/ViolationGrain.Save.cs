using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Notifications;
using BlueSky.Queries;
using BlueSky.Store;

namespace BlueSky.Violations;

// Storing and publishing.
internal sealed partial class ViolationGrain
{
    private static readonly JsonSerializerOptions Words = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Stores what is new, then publishes it.</summary>
    private async Task Save(bool republish = false)
    {
        if (_violation.Version > Stored)
        {
            state.State.History = [.. _violation.History];
            state.State.Steps = [];
            state.State.Published = _published;
            try
            {
                await state.Write();
            }
            catch
            {
                // Whether it was written is unknown, and memory holds what may not be so: the next activation reads what is.
                Break();
                throw;
            }
        }

        if (_violation.Version > _published || republish) await Publish();
    }

    private void Break()
    {
        _isBroken = true;
        DeactivateOnIdle();
    }

    private void ThrowIfBroken()
    {
        if (_isBroken) throw new StoreUnavailableException($"问题 {Id} 正在重新读取，请稍后重试。{Id} is being read again from the store: try again.");
    }

    private int Stored => state.State.History.Count > 0 ? state.State.History[^1].Number : 0;

    private async Task Publish()
    {
        var version = _violation.Version;
        var loop = _violation.Summarise();
        var decisions = _violation.History.Where(e => e.Number > _published && e is not RuleStepped)
            .Select(EntryOf).ToList();
        await publication.Publish(
            Id, new ViolationRow(state.State.Place!, _violation.First!, _violation.Last!) { Loop = loop },
            _violation.Next(policy, clock.GetUtcNow())?.Due, decisions, NewNotices());
        _published = Math.Max(_published, version);
    }

    // Of what is published anew an inbox may have dropped the oldest already: it must not come back.
    private List<Notice> NewNotices()
    {
        var kept = notifications.KeptFrom(clock.GetUtcNow());
        var place = state.State.Place!;
        return [.. ViolationNotices.Of(Id, place.SourceName, place.IsDemo, _violation.History, _published, notifications).Where(n => n.At >= kept)];
    }

    private AuditEntry EntryOf(ViolationEvent one)
    {
        var detail = JsonSerializer.Serialize(one, Words);
        return AuditEntry.Of(one.By, one.At, "violation." + WordOf(one), Id, "", detail);
    }

    private static string WordOf(ViolationEvent one) =>
        JsonSerializer.SerializeToElement(one, Words).GetProperty("event").GetString()!;
}

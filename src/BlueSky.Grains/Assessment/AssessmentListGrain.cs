using System.Globalization;
using BlueSky.Store;

namespace BlueSky.Assessment;

/// <summary>The stored form.</summary>
internal sealed class AssessmentListState
{
    public List<AssessmentEntry> Entries { get; set; } = [];
}

/// <summary>The periods of a year.</summary>
internal sealed class AssessmentListGrain([PersistentState("assessment-list")] IPersistentState<AssessmentListState> state)
    : Grain, IAssessmentListGrain
{
    public static string KeyOf(string district, int year) => string.Create(CultureInfo.InvariantCulture, $"{district}/{year}");

    public async Task Note(AssessmentEntry entry)
    {
        var held = state.State.Entries.Find(e => e.Period == entry.Period && e.Policy == entry.Policy);
        if (held is not null && held.Newest.Revision >= entry.Newest.Revision) return;
        state.State = new AssessmentListState
        {
            Entries =
            [
                .. state.State.Entries.Where(e => e != held).Append(entry)
                    .OrderBy(e => e.Period, StringComparer.Ordinal).ThenBy(e => e.Policy, StringComparer.Ordinal),
            ],
        };
        await state.Write();
    }

    public Task<AssessmentEntry[]> All() => Task.FromResult(state.State.Entries.ToArray());
}

using System.Text.Json;
using BlueSky.Violations;

namespace BlueSky.Tests.Violations;

/// <summary>Events as they are stored.</summary>
public sealed class StoredEventsTests
{
    private static readonly string[] WordsForEver =
    [
        "accepted", "assigned", "closed", "commented", "escalated", "hastened", "merged", "reassigned", "rectification-rejected", "rectified", "reminded", "reopened",
        "repeat-absorbed", "resumed", "review-passed", "rule-stepped", "suspended", "withdrawal-proposed", "withdrawal-refused", "withdrawn",
    ];

    [Fact]
    public void The_words_of_stored_events_are_never_changed_and_every_event_has_one()
    {
        var words = typeof(ViolationEvent).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().ToList();
        Assert.Equal(WordsForEver, words.Select(w => (string)w.TypeDiscriminator!).Order(StringComparer.Ordinal));
        Assert.Equal(typeof(ViolationEvent).Assembly.GetTypes().Where(t => t.BaseType == typeof(ViolationEvent)).OrderBy(t => t.Name), words.Select(w => w.DerivedType).OrderBy(t => t.Name));
    }

    [Fact]
    public void A_problem_read_back_is_the_same_to_the_last_event()
    {
        var found = new Case().Rectified(new MeasuredProof("PM10", 120.50m, 150m, "µg/m³", Case.Morning.AddHours(1), "报告 1")).Clears();
        found.Do((id, at) => new Review(id, Case.DepartmentOfficer, at, true, "属实", null)).Wait(TimeSpan.FromDays(9));
        var copy = Violation.Of(found.Violation.Id, JsonSerializer.Deserialize<List<ViolationEvent>>(JsonSerializer.Serialize(found.Violation.History))!);
        Assert.Equivalent(found.Violation.Summarise(), copy.Summarise(), strict: true);
        Assert.Equal(JsonSerializer.Serialize(found.Violation.History), JsonSerializer.Serialize(copy.History));
        Assert.Equal(found.Violation.Next(Case.Policy, found.Now)?.Due, copy.Next(Case.Policy, found.Now)?.Due);
    }
}

using System.Globalization;
using BlueSky.Store;
using BlueSky.Time;

namespace BlueSky.Surveys;

/// <summary>The stored form.</summary>
internal sealed class SurveyState
{
    public SurveyView? Survey { get; set; }
}

/// <summary>Holds one survey.</summary>
internal sealed class SurveyGrain([PersistentState("survey")] IPersistentState<SurveyState> state) : Grain, ISurveyGrain
{
    public async Task Keep(SurveyView survey)
    {
        state.State = new SurveyState { Survey = survey };
        await state.WriteOrEnd(DeactivateOnIdle);

        // After the survey: a crash in between leaves one that no list names, and the sender, not answered, sends it again.
        var answer = survey.Answer;
        var year = answer.At.ToChina().Year.ToString(CultureInfo.InvariantCulture);
        await GrainFactory.GetGrain<ISurveyShelfGrain>(year).Put(new SurveyHead(
            survey.Key, answer.At, survey.Surveyor, SurveyPart.Of(answer.Roads), answer.Points, answer.Metres, answer.UnmatchedShare));
    }

    public Task<SurveyView?> Get() => Task.FromResult(state.State.Survey);
}

/// <summary>The stored form.</summary>
internal sealed class SurveyShelfState
{
    public List<SurveyHead> Surveys { get; set; } = [];
}

/// <summary>Holds the list of a year: a line a survey, so that a list asks one grain.</summary>
internal sealed class SurveyShelfGrain([PersistentState("survey-shelf")] IPersistentState<SurveyShelfState> state) : Grain, ISurveyShelfGrain
{
    public Task Put(SurveyHead head)
    {
        state.State = new SurveyShelfState
        {
            Surveys = [.. state.State.Surveys.Where(s => s.Key != head.Key).Append(head).OrderByDescending(s => s.At).ThenBy(s => s.Key, StringComparer.Ordinal)],
        };
        return state.WriteOrEnd(DeactivateOnIdle);
    }

    public Task<SurveyHead[]> All() => Task.FromResult(state.State.Surveys.ToArray());
}

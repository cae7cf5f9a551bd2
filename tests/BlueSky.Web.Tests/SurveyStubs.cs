using System.Globalization;
using BlueSky.Surveys;
using BlueSky.Time;

namespace BlueSky.Web.Tests;

/// <summary>A survey of the world.</summary>
internal sealed class SurveyStub(World world, string key) : ISurveyGrain
{
    public Task Keep(SurveyView survey)
    {
        world.KeptSurveys.Add(survey);
        return Task.CompletedTask;
    }

    public Task<SurveyView?> Get() => Task.FromResult(world.KeptSurveys.Find(s => s.Key == key));
}

/// <summary>The list of a year, made of the world's surveys.</summary>
internal sealed class SurveyShelfStub(World world, string key) : ISurveyShelfGrain
{
    public Task Put(SurveyHead head) => throw new NotSupportedException("A survey puts itself there.");

    public Task<SurveyHead[]> All() => Task.FromResult(world.KeptSurveys
        .Where(s => s.Answer.At.ToChina().Year.ToString(CultureInfo.InvariantCulture) == key)
        .Select(s => new SurveyHead(s.Key, s.Answer.At, s.Surveyor, SurveyPart.Of(s.Answer.Roads), s.Answer.Points, s.Answer.Metres, s.Answer.UnmatchedShare)).ToArray());
}

using BlueSky.Access;
using BlueSky.Districts;
using BlueSky.Photos;
using BlueSky.Queries;
using BlueSky.Violations;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace BlueSky.Web;

/// <summary>
/// Photos as evidence (现场照片). They are uploaded apart from what they show; a rectification or a report then names them by their ids. A
/// unit reads what it uploaded, and of a case that it sees the photos of that case.
/// </summary>
internal static class PhotoEndpoints
{
    public static void MapPhotos(this RouteGroupBuilder api)
    {
        var limits = ((IEndpointRouteBuilder)api).ServiceProvider.GetRequiredService<IOptions<PhotoLimits>>().Value;
        var photos = api.MapGroup("/photos").WithTags("photos 现场照片");
        photos.MapPost("", Upload).RequireScope(Scopes.Act).WithName("uploadPhoto").ChangesThings(limits.LargestBytes)
            .WithSummary("Keeps a photo, sent as the body (JPEG, PNG, WebP), for the key's unit; its id is its SHA-256, the same again changes nothing. 上传照片");
        photos.MapGet("/{id}", Own).RequireScope(Scopes.Act).WithName("getPhoto").Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .WithSummary("A photo that the key's unit uploaded; the command centre and the task force read all. 读取照片");
        api.MapGet("/violations/{id}/photos/{photo}", OfViolation).RequireScope(Scopes.Read).WithTags("photos 现场照片").WithName("getViolationPhoto")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg")
            .WithSummary("A photo that the history of a problem names, for whoever may see the problem. 问题的照片");
    }

    private static async Task<Results<Ok<PhotoKept>, ProblemHttpResult>> Upload(HttpContext http, PhotoDesk desk)
    {
        var answer = await desk.Keep(Caller.Of(http), http.Request.ContentLength, http.Request.Body, http.RequestAborted);
        if (answer.Kept is { } kept) return TypedResults.Ok(kept);
        return ReferenceEquals(answer.Refusal, PhotoDesk.NoUnit) ? Problems.NeedsUnit() : Problems.Plain(StatusCodes.Status413PayloadTooLarge);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Own(string id, HttpContext http, IQueries queries, District district)
    {
        var actor = Caller.Of(http).ActorIn(district);
        if (actor.Unit is not { } unit) return Problems.NeedsUnit();
        var seesAll = unit.Kind is UnitKind.Command or UnitKind.TaskForce;
        return await Serve(id, seesAll ? null : unit.Code, http, queries);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> OfViolation(
        string id, string photo, HttpContext http, IGrainFactory grains, IQueries queries, District district)
    {
        var (view, refusal) = await ViolationEndpoints.Seen(id, grains, district, http);
        if (view is null) return refusal!;
        return view.History.OfType<Rectified>().Any(r => r.Photos.Contains(photo)) ? await Serve(photo, null, http, queries) : Problems.NotFound("照片", photo);
    }

    /// <summary>The photo, as a file to be kept rather than a page to be run.</summary>
    internal static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Serve(string id, string? unit, HttpContext http, IQueries queries)
    {
        if (!PhotoFile.IsId(id) || await queries.Photo(id, unit, http.RequestAborted) is not { } photo) return Problems.NotFound("照片", id);
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue("attachment") { FileName = id + PhotoFile.EndingOf(photo.MediaType) }.ToString();
        return TypedResults.File(photo.Content, photo.MediaType);
    }
}

using BlueSky.Access;
using BlueSky.Decisions;
using BlueSky.Districts;
using BlueSky.Photos;
using Microsoft.Extensions.Options;

namespace BlueSky.Web;

/// <summary>What became of a photo that somebody sent.</summary>
/// <param name="Kept">The photo; null when it was not taken.</param>
/// <param name="Refusal">Why it was not taken; null when it was.</param>
internal sealed record PhotoAnswer(PhotoKept? Kept, Refusal? Refusal);

/// <summary>The one way in which photos come in, from the API and from the console: who may send them and how large they may be.</summary>
internal sealed class PhotoDesk(IGrainFactory grains, District district, IOptions<PhotoLimits> limits)
{
    /// <summary>The caller acts for no unit, or only reads.</summary>
    public static readonly Refusal NoUnit = new("needs-unit", "", "您没有可以上传照片的单位和身份。", "You act for no unit, or only read.");

    private readonly Refusal tooLarge = new(
        "too-large", "", $"照片最大 {PhotoLimits.Megabytes(limits.Value.LargestBytes)} MB。", $"A photo has at most {PhotoLimits.Megabytes(limits.Value.LargestBytes)} MB.");

    /// <summary>Largest photo in MB.</summary>
    public string LargestMegabytes => PhotoLimits.Megabytes(limits.Value.LargestBytes);

    /// <summary>Keeps a photo for the caller's unit; the same again changes nothing.</summary>
    /// <param name="caller">Who sends it.</param>
    /// <param name="said">Its size in bytes as the sender says, null for unknown: what is said to be too large is not read at all; what is said to fit is counted.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="Messages.RefusedException">It is no photo of a form that is taken (<c>no-photo</c>), or the unit's day is full (<c>day-is-full</c>).</exception>
    public async Task<PhotoAnswer> Keep(Caller caller, long? said, Stream content, CancellationToken cancellation)
    {
        var by = caller.ActorIn(district);
        if (!caller.Scopes.HasFlag(Scopes.Act) || by.Unit is null || by.Role is Role.Reader or Role.System) return new PhotoAnswer(null, NoUnit);
        var largest = limits.Value.LargestBytes;
        if (said > largest || await Bodies.Read(content, largest, cancellation) is not { } bytes) return new PhotoAnswer(null, tooLarge);
        return new PhotoAnswer(await grains.GetGrain<IPhotoGrain>(by.Unit.Code).Keep(bytes, by), null);
    }
}

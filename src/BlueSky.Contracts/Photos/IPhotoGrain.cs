using BlueSky.Access;

namespace BlueSky.Photos;

/// <summary>What became of an uploaded photo.</summary>
/// <param name="Id">Its id, the SHA-256 of its bytes.</param>
/// <param name="MediaType">What it is by its first bytes.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsRepeat">True when the unit had uploaded it before; nothing changed.</param>
[GenerateSerializer, Immutable]
public sealed record PhotoKept([property: Id(0)] string Id, [property: Id(1)] string MediaType, [property: Id(2)] int Bytes, [property: Id(3)] bool IsRepeat);

/// <summary>
/// The photos of one unit (town, department or command centre), kept as they came. Key: code of the unit, so that the uploads of a unit take
/// turns and its day's bound holds.
/// </summary>
[Alias("photos")]
public interface IPhotoGrain : IGrainWithStringKey
{
    /// <summary>Keeps a photo for good; the same bytes again change nothing.</summary>
    /// <exception cref="Messages.RefusedException">
    /// No photo of a form that is taken (<c>no-photo</c>), too large (<c>too-large</c>), or the unit's day is full (<c>day-is-full</c>).
    /// </exception>
    Task<PhotoKept> Keep([Immutable] byte[] content, Actor by);
}

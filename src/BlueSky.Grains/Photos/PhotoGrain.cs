using System.Globalization;
using BlueSky.Access;
using BlueSky.Audit;
using BlueSky.Messages;
using BlueSky.Store;
using BlueSky.Time;
using Microsoft.Extensions.Options;

namespace BlueSky.Photos;

/// <summary>Keeps the photos of a unit in the store; holds none itself.</summary>
internal sealed class PhotoGrain(IPublication publication, IOptions<PhotoLimits> limits, TimeProvider clock) : Grain, IPhotoGrain
{
    public async Task<PhotoKept> Keep(byte[] content, Actor by)
    {
        var unit = this.GetPrimaryKeyString();
        if (content.Length > limits.Value.LargestBytes) throw new RefusedException("too-large", "", $"照片最大 {PhotoLimits.Megabytes(limits.Value.LargestBytes)} MB。A photo has at most {PhotoLimits.Megabytes(limits.Value.LargestBytes)} MB.");
        if (PhotoFile.MediaTypeOf(content) is not { } mediaType)
            throw new RefusedException("no-photo", "", "不是 JPEG、PNG 或 WebP 照片。This is no JPEG, PNG or WebP photo, whatever its name says.");

        var id = PhotoFile.IdOf(content);
        var kept = new PhotoKept(id, mediaType, content.Length, IsRepeat: false);
        if ((await publication.PhotosOf(unit, [id])).Count > 0) return kept with { IsRepeat = true };
        var now = clock.GetUtcNow();
        var photo = new UploadedPhoto(id, unit, mediaType, by.Name, now, content);
        if (!await publication.Keep(photo, now.DayStart(), limits.Value.DailyBytesPerUnit))
        {
            throw new RefusedException(
                "day-is-full", "", $"加上这一张，本单位今天上传的照片将超过 {PhotoLimits.Megabytes(limits.Value.DailyBytesPerUnit)} MB 的上限，请明天再传。With this one the unit would upload more today than it may: go on tomorrow.");
        }

        var size = content.Length.ToString(CultureInfo.InvariantCulture);
        await publication.Append([AuditEntry.Of(by, now, "photo.uploaded", id, "", $"{mediaType}，{size} 字节")]);
        return kept;
    }
}

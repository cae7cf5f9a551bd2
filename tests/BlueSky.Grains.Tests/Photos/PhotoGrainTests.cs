using BlueSky.Access;
using BlueSky.Messages;
using BlueSky.Queries;
using BlueSky.Testing;
using Microsoft.Extensions.DependencyInjection;
using static BlueSky.Tests.Violations.Case;

namespace BlueSky.Photos;

public sealed class PhotoGrainTests : IAsyncLifetime
{
    private TestSilo _silo = null!;

    public async ValueTask InitializeAsync() => _silo = await TestSilo.Start(
        services => services.Configure<PhotoLimits>(l => (l.LargestBytes, l.DailyBytesPerUnit) = (10_000, DemoPhoto.Create(1).Length * 2)), Morning);

    public ValueTask DisposeAsync() => _silo.DisposeAsync();

    private Task<PhotoKept> Keep(Actor by, byte[] content) => _silo.Grains.GetGrain<IPhotoGrain>(by.Unit!.Code).Keep(content, by);

    private async Task<string> Words(Actor by, byte[] content) => (await Assert.ThrowsAsync<RefusedException>(() => Keep(by, content))).Message;

    private async Task<string> Refusal(Actor by, byte[] content) => (await Assert.ThrowsAsync<RefusedException>(() => Keep(by, content))).Reason;

    [Fact]
    public async Task A_photo_is_there_byte_for_byte_after_a_restart_and_the_same_again_changes_nothing()
    {
        var photo = DemoPhoto.Create(1);
        var kept = await Keep(GridMember, photo);
        Assert.Equal(new PhotoKept(PhotoFile.IdOf(photo), "image/png", photo.Length, false), kept);
        await _silo.Die();
        await _silo.StartAgain();
        Assert.Equal(kept with { IsRepeat = true }, await Keep(TownOfficer, photo));
        Assert.Equal(photo, (await _silo.Queries.Photo(kept.Id, Town.Code, default))!.Content);
        Assert.Null(await _silo.Queries.Photo(kept.Id, OtherTown.Code, default));
        var audit = Assert.Single((await _silo.Queries.Audit("photo.uploaded", kept.Id, null, null, new PageRequest(), default)).Items);
        Assert.Equal("戊（兰山街道）", audit.Actor);
    }

    [Fact]
    public async Task What_is_no_photo_or_too_large_is_refused()
    {
        Assert.Equal("no-photo", await Refusal(GridMember, "<svg onload=alert(1)>"u8.ToArray()));
        Assert.Equal("too-large", await Refusal(GridMember, new byte[10_001]));
        Assert.Contains("照片最大 0.01 MB。", await Words(GridMember, new byte[10_001]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_uploads_no_more_in_a_day_than_it_may_and_goes_on_the_next_day()
    {
        await Keep(GridMember, DemoPhoto.Create(1));
        await Keep(GridMember, DemoPhoto.Create(2));
        Assert.Equal("day-is-full", await Refusal(TownOfficer, DemoPhoto.Create(3)));
        Assert.True((await Keep(TownOfficer, DemoPhoto.Create(2))).IsRepeat);
        await Keep(OtherTownOfficer, DemoPhoto.Create(3));
        _silo.Clock.Set(At("2026-11-11T00:00:05"));
        await Keep(TownOfficer, DemoPhoto.Create(3));
    }
}

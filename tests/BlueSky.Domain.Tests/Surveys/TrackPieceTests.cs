using BlueSky.Sources;
using BlueSky.Surveys;
using CsCheck;

namespace BlueSky.Tests.Surveys;

public sealed class TrackPieceTests
{
    private const int Gap = 200;

    // 0.0001° are 9.1 m here.
    private static TrackPoint At(int step) => new(new GeoPoint(118.34m + (step * 0.0001m), 35.06m), 0.5m);

    [Fact]
    public void A_track_is_cut_where_the_road_changes_and_at_a_gap()
    {
        TrackPoint[] track = [At(0), At(1), At(2), At(100), At(101)];
        var pieces = TrackPiece.Cut(track, ["a", "a", "", "", ""], Gap);
        Assert.Equal([("a", 2), ("", 1), ("", 2)], pieces.Select(p => (p.Road, p.Line.Count)));
        Assert.Empty(TrackPiece.Cut([], [], Gap));
    }

    [Fact]
    public void Cut_pieces_hold_every_point_of_the_track_in_its_order() =>
        Gen.Select(Gen.Int[0, 60], Gen.Int[0, 2].Select(i => ((string[])["a", "b", ""])[i])).Array[0, 80].Sample(steps =>
        {
            TrackPoint[] track = [.. steps.Select(s => At(s.Item1 * 4))];
            var pieces = TrackPiece.Cut(track, [.. steps.Select(s => s.Item2)], Gap);
            Assert.Equal(track.Select(p => p.At), pieces.SelectMany(p => p.Line));
            Assert.Equal(steps.Select(s => s.Item2), pieces.SelectMany(p => p.Line.Select(_ => p.Road)));
        });

    [Fact]
    public void A_thinned_piece_keeps_its_ends_and_a_short_track_every_point()
    {
        TrackPiece[] pieces = [new("a", [.. Enumerable.Range(0, 1_001).Select(i => At(i).At)]), new("b", [At(2_000).At, At(2_001).At])];
        var thin = TrackPiece.Thin(pieces, 100);
        Assert.Equal((At(0).At, At(1_000).At), (thin[0].Line[0], thin[0].Line[^1]));
        Assert.InRange(thin.Sum(p => p.Line.Count), 50, 105);
        Assert.Equal(2, thin[1].Line.Count);
        Assert.Same(pieces, TrackPiece.Thin(pieces, 1_003));
    }
}

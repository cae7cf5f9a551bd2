using BlueSky.Credit;

namespace BlueSky.Tests.Credit;

public sealed class PlateNumberTests
{
    [Theory]
    [InlineData("鲁QA1234", "鲁QA1234"), InlineData("鲁QA12345", "鲁QA12345"), InlineData("鲁Q12345", "鲁Q12345"), InlineData("鲁q·a1b45", "鲁QA1B45"), InlineData("鲁Q A1234", "鲁QA1234")]
    [InlineData("鲁QD12345", "鲁QD12345"), InlineData("鲁Q12345D", "鲁Q12345D"), InlineData("鲁Q12345F", "鲁Q12345F"), InlineData("鲁QDA2345", "鲁QDA2345")]
    [InlineData("鲁Q12345A", null), InlineData("鲁Q1234I", null), InlineData("鲁QOA123", null), InlineData("鲁QABC12", null), InlineData("鲁Q123456", null), InlineData("Q123456", null)]
    [InlineData("鲁I12345", null), InlineData("台A12345", null), InlineData("", null), InlineData(null, null), InlineData("鲁Q12345; DROP", null), InlineData("鲁Q１2345", null)]
    public void A_civil_plate_is_read_and_anything_else_is_not(string? text, string? plate)
    {
        Assert.Equal(plate is not null, PlateNumber.TryParse(text, out var read));
        if (plate is not null) Assert.Equal((plate, plate.Length == 8), (read.Text, read.IsNewEnergy));
    }

    [Fact]
    public void A_published_plate_leaves_two_characters_out()
    {
        Assert.True(PlateNumber.TryParse("鲁QD12345", out var plate));
        Assert.Equal("鲁QD12**5", plate.Masked);
    }
}

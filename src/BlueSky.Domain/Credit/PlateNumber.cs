namespace BlueSky.Credit;

/// <summary>
/// A Chinese civil plate (车牌号): province, letter of the city, then five characters on ordinary plates and six on those of new-energy
/// vehicles (新能源, 8 characters in all), where a large vehicle has its D or F last and a small one first. Letters I and O are not used.
/// Form: GA 36 [K].
/// </summary>
public readonly record struct PlateNumber
{
    private const string Provinces = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
    private const int Ordinary = 7, NewEnergy = 8;

    private PlateNumber(string text) => Text = text;

    /// <summary>The plate in capital letters without blanks or points, e.g. <c>鲁QD12345</c>.</summary>
    public string Text { get; }

    /// <summary>True for a plate of a new-energy vehicle.</summary>
    public bool IsNewEnergy => Text.Length == NewEnergy;

    /// <summary>
    /// The plate as a list that is published shows it: a plate leads to a person, so two of its characters are left out.
    /// </summary>
    public string Masked => string.Concat(Text.AsSpan(0, Text.Length - 3), "**", Text.AsSpan(Text.Length - 1));

    /// <summary>Reads a plate; blanks, hyphens and the point between city and number are passed over.</summary>
    public static bool TryParse(string? text, out PlateNumber plate)
    {
        plate = default;
        if (text is null || text.Length > 16) return false;
        var bare = string.Concat(text.Where(c => c is not (' ' or '·' or '•' or '-'))).ToUpperInvariant();
        if (bare.Length is not (Ordinary or NewEnergy) || !Provinces.Contains(bare[0]) || !IsLetter(bare[1])) return false;
        var number = bare.AsSpan(2);
        if (number.Length == 5 ? !IsOrdinary(number) : !IsNewEnergyNumber(number)) return false;
        plate = new PlateNumber(bare);
        return true;
    }

    /// <summary>The plate.</summary>
    public override string ToString() => Text;

    // At most two letters; the last may also be 挂, 学 and the like, which no truck of a muck fleet has.
    private static bool IsOrdinary(ReadOnlySpan<char> number)
    {
        var letters = 0;
        foreach (var c in number)
        {
            if (char.IsAsciiDigit(c)) continue;
            if (!IsLetter(c) || ++letters > 2) return false;
        }

        return true;
    }

    private static bool IsNewEnergyNumber(ReadOnlySpan<char> number)
    {
        var isLarge = number[^1] is 'D' or 'F' && AreDigits(number[..5]);
        // A, B, C, D, E stand for battery vehicles, F, G, H, J, K for others.
        var isSmall = number[0] is >= 'A' and <= 'K' && IsLetter(number[0]) && (char.IsAsciiDigit(number[1]) || IsLetter(number[1])) && AreDigits(number[2..]);
        return isLarge || isSmall;
    }

    private static bool AreDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
            if (!char.IsAsciiDigit(c)) return false;
        return true;
    }

    private static bool IsLetter(char c) => c is >= 'A' and <= 'Z' and not 'I' and not 'O';
}

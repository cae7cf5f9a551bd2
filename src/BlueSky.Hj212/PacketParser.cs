namespace BlueSky.Hj212;

/// <summary>Builds a <see cref="Packet"/> from a frame and notes all that is unusual.</summary>
internal readonly ref struct PacketParser(PacketReader head, FrameMarks marks, CrcVariant variant)
{
    private static readonly (FrameMarks Mark, string Word)[] MarkWords =
    [
        (FrameMarks.GarbageBefore, Warnings.GarbageBefore),
        (FrameMarks.LowerCaseCrc, Warnings.LowerCaseCrc),
        (FrameMarks.MissingCrlf, Warnings.MissingCrlf),
        (FrameMarks.LiteralCrlf, Warnings.LiteralCrlf),
        (FrameMarks.GuangzhouZero, Warnings.GuangzhouZero),
        (FrameMarks.Over1024, Warnings.SegmentOver1024),
        (FrameMarks.WrongLength, Warnings.WrongLength),
        (FrameMarks.ShortLength, Warnings.ShortLength),
        (FrameMarks.ShortCrc, Warnings.ShortCrc),
        (FrameMarks.MissingClosing, Warnings.MissingClosing),
        (FrameMarks.Encrypted, Warnings.EncryptedWithoutKey),
    ];

    private static readonly (HeadOddities Oddity, string Word)[] OddityWords =
    [
        (HeadOddities.Comma, Warnings.HeadComma),
        (HeadOddities.Blank, Warnings.HeadBlank),
        (HeadOddities.NoSemicolonBeforeCp, Warnings.MissingSemicolon),
        (HeadOddities.NoOpening, Warnings.MissingOpening),
        (HeadOddities.OtherKey, Warnings.UnknownHeadKey),
    ];

    private readonly PacketReader _head = head;
    private readonly FrameMarks _marks = marks;
    private readonly CrcVariant _variant = variant;
    private readonly List<string> _warnings = [];
    private readonly OrderedDictionary<string, Factor> _factors = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, string> _fields = new(StringComparer.Ordinal);

    public Packet Read()
    {
        foreach (var (mark, word) in MarkWords)
            WarnIf((_marks & mark) != 0, word);
        WarnIf(_variant == CrcVariant.Modbus, Warnings.ModbusCrc);
        WarnIf(_variant == CrcVariant.ModbusSwapped, Warnings.ModbusSwappedCrc);
        foreach (var (oddity, word) in OddityWords)
            WarnIf((_head.Oddities & oddity) != 0, word);

        var pnum = _head.Pnum;
        var pno = _head.Pno;
        CheckHead(pnum, pno);
        DateTimeOffset? time = null;
        foreach (var item in _head)
            ReadItem(item, ref time);

        return new Packet
        {
            Version = _head.Version,
            Qn = Text(_head.Qn),
            St = Text(_head.St),
            Cn = Text(_head.Cn),
            Pw = Text(_head.Pw),
            Mn = Text(_head.Mn),
            Flag = _head.Flag < 0 ? null : _head.Flag,
            Pnum = pnum < 0 ? null : pnum,
            Pno = pno < 0 ? null : pno,
            Rf = Text(_head.RfText),
            DataTime = time,
            Factors = _factors,
            Fields = _fields,
            Warnings = _warnings,
            IsEncrypted = (_marks & FrameMarks.Encrypted) != 0,
            WasEncrypted = (_marks & (FrameMarks.Encrypted | FrameMarks.Decrypted)) != 0,
        };
    }

    private void CheckHead(int pnum, int pno)
    {
        var flag = _head.Flag;
        var parts = pnum >= 0 && pno >= 0;
        WarnIf(flag < 0 && !_head.FlagText.IsEmpty, Warnings.BadFlag);
        WarnIf(flag >= 12, Warnings.UnknownVersion);
        WarnIf(flag > 0 && (flag & 2) != 0 && !parts, Warnings.FlagWithoutParts);
        WarnIf((!_head.PnumText.IsEmpty || !_head.PnoText.IsEmpty) && (flag < 0 || (flag & 2) == 0), Warnings.PartsWithoutFlag);
        WarnIf(_head.WantsAnswer && _head.CommandNumber is >= 9011 and <= 9014, Warnings.AnswerWantsAnswer);
        WarnIf(!_head.Qn.IsEmpty && (_head.Qn.Length != 17 || _head.Qn.ContainsAnyExceptInRange((byte)'0', (byte)'9')), Warnings.OddQn);
        WarnIf(_head.St.Length != 2, Warnings.OddSt);
        WarnIf(_head.Cn.Length != 4 || _head.CommandNumber < 0, Warnings.OddCn);
        // 2005 answers carry neither PW nor MN (HJ/T 212-2005 Annex C).
        WarnIf(_head.Mn.IsEmpty && _head.CommandNumber is < 9011 or > 9014, Warnings.EmptyMn);
        WarnIf(!_head.RfText.IsEmpty && !_head.IsResent, Warnings.BadRf);
    }

    private void ReadItem(in Item item, ref DateTimeOffset? time)
    {
        var code = Decode(item.Code);
        WarnIf(!item.HasValue, Warnings.KeyWithoutValue);
        WarnIf(!item.IsText && item.Value.StartsWith("//"u8), Warnings.UnclosedText);
        var text = Decode(item.Value);
        if (!item.Field.IsEmpty)
        {
            ReadFactorItem(item, code, text);
            return;
        }

        if (code == "DataTime" && HjTime.TryParse(item.Value, out var parsed))
        {
            WarnIf(time != null, Warnings.DuplicateKey);
            WarnIf(item.Value.Length == 17, Warnings.DataTimeCut);
            time = parsed;
            return;
        }

        WarnIf(code == "DataTime", Warnings.BadDataTime);
        if (!_fields.TryAdd(code, text))
        {
            Warn(Warnings.DuplicateKey);
            _fields[code] = text;
        }
    }

    private void ReadFactorItem(in Item item, string code, string text)
    {
        var field = Decode(item.Field);
        decimal? number = item.TryGetNumber(out var parsed) ? parsed : null;
        WarnIf(number == null && Fields.IsNumeric(field), Warnings.NotANumber);
        if (!_factors.TryGetValue(code, out var factor))
            _factors.Add(code, factor = new Factor(code));
        WarnIf(!factor.Set(new FieldValue(field, text, number)), Warnings.DuplicateKey);
    }

    private string? Text(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? null : Decode(bytes);

    private string Decode(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Ascii.IsValid(bytes))
            return KnownText.Get(bytes);
        var text = HjText.Decode(bytes, out var gbk);
        WarnIf(gbk, Warnings.GbkText);
        return text;
    }

    private void WarnIf(bool condition, string word)
    {
        if (condition)
            Warn(word);
    }

    private void Warn(string word)
    {
        if (!_warnings.Contains(word))
            _warnings.Add(word);
    }
}

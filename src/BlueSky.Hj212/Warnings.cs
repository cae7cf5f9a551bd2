namespace BlueSky.Hj212;

/// <summary>The stable words by which <see cref="Packet.Warnings"/> and the decode output name what is unusual about an intact frame.</summary>
public static class Warnings
{
    /// <summary>Checksum digits in lower case.</summary>
    public const string LowerCaseCrc = "lower-case-crc";

    /// <summary>No CRLF behind the frame.</summary>
    public const string MissingCrlf = "missing-crlf";

    /// <summary>The characters <c>\r\n</c> in place of CRLF.</summary>
    public const string LiteralCrlf = "literal-crlf";

    /// <summary>The extra 0 of the Guangzhou dialect.</summary>
    public const string GuangzhouZero = "guangzhou-zero";

    /// <summary>Segment longer than 1024 bytes (HJ 212-2017 6.3.1).</summary>
    public const string SegmentOver1024 = "segment-over-1024";

    /// <summary>Length field wrong, tolerated.</summary>
    public const string WrongLength = "wrong-length";

    /// <summary>Length field of three digits, tolerated.</summary>
    public const string ShortLength = "short-length";

    /// <summary>Checksum without leading zeros, tolerated.</summary>
    public const string ShortCrc = "short-crc";

    /// <summary>Data area without its closing, tolerated.</summary>
    public const string MissingClosing = "missing-closing";

    /// <summary>Data area opened by other signs than <c>CP=&amp;&amp;</c>.</summary>
    public const string MissingOpening = "missing-opening";

    /// <summary>CRC-16/MODBUS, accepted by profile or option.</summary>
    public const string ModbusCrc = "modbus-crc";

    /// <summary>CRC-16/MODBUS with swapped bytes, accepted by profile or option.</summary>
    public const string ModbusSwappedCrc = "modbus-swapped-crc";

    /// <summary>Unframed bytes before this frame.</summary>
    public const string GarbageBefore = "garbage-before";

    /// <summary>Cipher text that could not be read for want of a key.</summary>
    public const string EncryptedWithoutKey = "encrypted-without-key";

    /// <summary>Flag announces parts, PNUM or PNO is missing.</summary>
    public const string FlagWithoutParts = "flag-without-parts";

    /// <summary>PNUM and PNO stand there although Flag does not announce them.</summary>
    public const string PartsWithoutFlag = "parts-without-flag";

    /// <summary>Flag is no number 0 to 255.</summary>
    public const string BadFlag = "bad-flag";

    /// <summary>Version bits above those of HJ 212-2025.</summary>
    public const string UnknownVersion = "unknown-version";

    /// <summary>An answer (9011 to 9014) that asks for an answer.</summary>
    public const string AnswerWantsAnswer = "answer-wants-answer";

    /// <summary>QN is not of 17 digits.</summary>
    public const string OddQn = "odd-qn";

    /// <summary>ST is not of two characters.</summary>
    public const string OddSt = "odd-st";

    /// <summary>CN is not of four digits.</summary>
    public const string OddCn = "odd-cn";

    /// <summary>MN is empty.</summary>
    public const string EmptyMn = "empty-mn";

    /// <summary>RF is there but not 1.</summary>
    public const string BadRf = "bad-rf";

    /// <summary>A comma in place of <c>;</c> in the head.</summary>
    public const string HeadComma = "head-comma";

    /// <summary>Blanks in the head.</summary>
    public const string HeadBlank = "head-blank";

    /// <summary>No <c>;</c> before <c>CP=</c>.</summary>
    public const string MissingSemicolon = "missing-semicolon";

    /// <summary>A head key that no standard knows.</summary>
    public const string UnknownHeadKey = "unknown-head-key";

    /// <summary>DataTime of 17 digits, cut to 14.</summary>
    public const string DataTimeCut = "data-time-cut";

    /// <summary>DataTime of another length, or no date.</summary>
    public const string BadDataTime = "bad-data-time";

    /// <summary>A key that came twice; the last value counts.</summary>
    public const string DuplicateKey = "duplicate-key";

    /// <summary>A numeric field whose value is no number.</summary>
    public const string NotANumber = "not-a-number";

    /// <summary>Text that is not UTF-8 and was read as GB 18030.</summary>
    public const string GbkText = "gbk-text";

    /// <summary>A key without <c>=</c>.</summary>
    public const string KeyWithoutValue = "key-without-value";

    /// <summary>Log text without its closing <c>//</c>.</summary>
    public const string UnclosedText = "unclosed-text";
}

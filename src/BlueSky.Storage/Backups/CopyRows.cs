using System.Buffers.Binary;

namespace BlueSky.Storage;

/// <summary>
/// Walks through the bytes of PostgreSQL's binary COPY, as they come, counts rows and knows whether the end is there. Format: PostgreSQL
/// manual, COPY, “Binary Format”: a head of 19 bytes (with an extension of the length in its last four), rows of a count of fields
/// (16 bits) and fields with their length (32 bits, -1 for NULL), and a count of -1 as the end.
/// </summary>
internal sealed class CopyRows
{
    private const int Head = 19;
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, 0x0D, 0x0A, 0x00];
    private readonly byte[] _word = new byte[Head];
    private int _have;
    private int _need = Head;
    private long _skip;
    private int _fields;
    private State _state = State.Head;

    private enum State
    {
        Head,
        Row,
        Field,
        End,
    }

    /// <summary>Rows so far.</summary>
    public long Count { get; private set; }

    /// <summary>True when the end was there and nothing after it.</summary>
    public bool IsComplete => _state == State.End;

    /// <summary>Takes the next bytes.</summary>
    /// <exception cref="InvalidDataException">They are not of this format.</exception>
    public void Take(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (_state == State.End) throw new InvalidDataException("There are bytes after the end.");
            if (_skip > 0)
            {
                var passed = (int)Math.Min(_skip, bytes.Length);
                _skip -= passed;
                bytes = bytes[passed..];
                continue;
            }

            var taken = Math.Min(_need - _have, bytes.Length);
            bytes[..taken].CopyTo(_word.AsSpan(_have));
            _have += taken;
            bytes = bytes[taken..];
            if (_have < _need) return;
            _have = 0;
            Next();
        }
    }

    private void Next()
    {
        switch (_state)
        {
            case State.Head:
                if (!_word.AsSpan(0, Signature.Length).SequenceEqual(Signature))
                    throw new InvalidDataException("The head is not that of a binary COPY.");
                _skip = BinaryPrimitives.ReadUInt32BigEndian(_word.AsSpan(15));
                Await(State.Row, 2);
                break;
            case State.Row:
                _fields = BinaryPrimitives.ReadInt16BigEndian(_word);
                if (_fields == -1)
                {
                    _state = State.End;
                    return;
                }

                if (_fields < 0) throw new InvalidDataException($"A row has {_fields} fields.");
                Count++;
                Await(_fields == 0 ? State.Row : State.Field, _fields == 0 ? 2 : 4);
                break;
            case State.Field:
                var length = BinaryPrimitives.ReadInt32BigEndian(_word);
                if (length < -1) throw new InvalidDataException($"A field has the length {length}.");
                _skip = Math.Max(0, length);
                if (--_fields == 0) Await(State.Row, 2);
                break;
        }
    }

    private void Await(State state, int bytes) => (_state, _need) = (state, bytes);
}

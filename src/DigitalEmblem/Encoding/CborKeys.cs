using System.Runtime.CompilerServices;

namespace DigitalEmblem;

/// <summary>
/// The keys of one map that were read so far, so that none stands twice. Maps of the profiles have a handful, small integers and texts:
/// those are remembered without setting anything aside.
/// </summary>
internal struct CborKeys
{
    private const int Few = 8;
    private const int Smallest = -32, Largest = 31;

    // One bit for each integer from Smallest to Largest.
    private ulong _small;
    private FewTexts _texts;
    private int _textCount;
    private HashSet<CborLabel>? _others;

    /// <summary>Whether the key is a new one.</summary>
    public bool Add(CborLabel label) =>
        label.Number is >= Smallest and <= Largest and { } number ? AddSmall((int)number)
        : label.Text is { } text && AddText(text) is { } isNew ? isNew
        : (_others ??= []).Add(label);

    private bool AddSmall(int number)
    {
        ulong bit = 1UL << (number - Smallest);
        bool isNew = (_small & bit) == 0;
        _small |= bit;
        return isNew;
    }

    /// <summary>Null if there is no room: then the text stands with the others, if it stands anywhere.</summary>
    private bool? AddText(string text)
    {
        for (int i = 0; i < _textCount; i++)
        {
            if (_texts[i] == text)
            {
                return false;
            }
        }

        if (_textCount == Few)
        {
            return null;
        }

        _texts[_textCount++] = text;
        return true;
    }

    [InlineArray(Few)]
    private struct FewTexts
    {
        private string? _first;
    }
}

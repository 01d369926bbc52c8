using System.Runtime.CompilerServices;

namespace DigitalEmblem;

/// <summary>
/// The keys of one map that were read so far, to find repeated ones. Maps of the profiles have a few keys, small integers and texts, which
/// are remembered without an allocation.
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

    /// <summary>Whether the text is new; null if there is no room for it here, and the set of other keys must decide.</summary>
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

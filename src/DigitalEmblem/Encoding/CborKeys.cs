using System.Runtime.CompilerServices;

namespace DigitalEmblem;

/// <summary>The keys of one map that were read so far, so that none stands twice. Maps of the profiles have a handful: those are compared one by one, without setting anything aside.</summary>
internal struct CborKeys
{
    private const int Few = 16;

    private FewLabels _few;
    private int _count;
    private HashSet<CborLabel>? _many;

    /// <summary>Whether the key is a new one.</summary>
    public bool Add(CborLabel label)
    {
        if (_many is not null)
        {
            return _many.Add(label);
        }

        ReadOnlySpan<CborLabel> labels = _few;
        for (int i = 0; i < _count; i++)
        {
            if (labels[i] == label)
            {
                return false;
            }
        }

        if (_count < Few)
        {
            _few[_count++] = label;
            return true;
        }

        _many = [.. labels];
        return _many.Add(label);
    }

    [InlineArray(Few)]
    private struct FewLabels
    {
        private CborLabel _first;
    }
}

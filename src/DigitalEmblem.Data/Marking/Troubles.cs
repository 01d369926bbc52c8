using System.Text;
using DigitalEmblem.Data.Files;

namespace DigitalEmblem.Data;

/// <summary>Collects what could not be read: the first ones by name, the others by number.</summary>
internal sealed class Troubles
{
    private const int Most = 1000;

    private readonly List<DataTrouble> _first = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>Takes an item if it is in trouble.</summary>
    public bool Take(WalkItem item)
    {
        if (item.Trouble.IsNone)
        {
            return false;
        }

        Count++;
        if (_first.Count < Most)
        {
            string path = item.Path.Length == 0 ? "." : Printable.Text(Encoding.UTF8.GetString(item.Path));
            _first.Add(new DataTrouble(path, item.Trouble.ToWords()));
        }

        return true;
    }

    /// <exception cref="DataUnreadableException">There are some.</exception>
    public void ThrowIfAny()
    {
        if (Count > 0)
        {
            throw new DataUnreadableException(_first, Count);
        }
    }
}

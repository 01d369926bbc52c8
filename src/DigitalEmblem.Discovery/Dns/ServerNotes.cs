namespace DigitalEmblem.Discovery;

/// <summary>
/// What was noticed of servers and holds for every question to them, in words; each note is kept once. Safe for concurrent use.
/// </summary>
internal sealed class ServerNotes
{
    private readonly Lock _gate = new();
    private readonly List<string> _notes = [];

    public IReadOnlyList<string> All
    {
        get
        {
            lock (_gate)
            {
                return [.. _notes];
            }
        }
    }

    public void Add(string note)
    {
        lock (_gate)
        {
            if (!_notes.Contains(note))
            {
                _notes.Add(note);
            }
        }
    }
}

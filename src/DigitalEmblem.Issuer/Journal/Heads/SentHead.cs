namespace DigitalEmblem.Issuer.Journal.Heads;

/// <summary>
/// The newest head of the journal that any instance sent to a place. All instances share it, so that one that cannot send does not say that
/// nothing left the machine while another sends. An attacker who can write to the database can change it, so it shows nothing to others:
/// that do the heads themselves.
/// </summary>
internal sealed class SentHead
{
    /// <summary>How many characters the name of a place has at most.</summary>
    public const int LongestPlace = 2000;

    private SentHead()
    {
    }

    /// <summary>The place: an address or a folder, as the settings name it.</summary>
    public string Place { get; private init; } = "";

    /// <summary>The number of the last line under that head.</summary>
    public long Sequence { get; private set; }

    /// <summary>Nothing was sent to a place yet.</summary>
    public static SentHead Create(string place) => new() { Place = place };

    /// <summary>A head was sent there. One that another instance sent meanwhile may be newer.</summary>
    public void Reach(long sequence) => Sequence = Math.Max(Sequence, sequence);
}

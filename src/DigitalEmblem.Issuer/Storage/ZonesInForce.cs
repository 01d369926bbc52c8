using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// The zones that the call in hand is bound to, for all that it reads and changes. The database itself is opened through them
/// (<see cref="RowsWithinZones"/>), so no act and no query has to remember to ask.
/// </summary>
internal static class ZonesInForce
{
    private static readonly AsyncLocal<KeyZones?> Bound = new();

    /// <summary>The zones; null if the call reaches every name, and for work that no call started.</summary>
    public static KeyZones? Current => Bound.Value;

    /// <summary>Opens something that is not bound: what the service itself notes in a call is its own, as in its rounds.</summary>
    public static T Unbound<T>(Func<T> open)
    {
        KeyZones? before = Bound.Value;
        Bound.Value = null;
        try
        {
            return open();
        }
        finally
        {
            Bound.Value = before;
        }
    }

    /// <summary>Does something bound to zones. What others do meanwhile is not bound.</summary>
    public static async Task RunAsync(KeyZones zones, Func<Task> act)
    {
        // Ends with this method: an asynchronous method gives its caller back what was there before.
        Bound.Value = zones;
        await act();
    }
}

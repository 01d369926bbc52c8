using System.Net;
using System.Security.Cryptography;
using System.Text;
using DigitalEmblem.Issuer.Hosting;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>
/// Slows failed sign-ins by password down, by handle and by network, and those by the identity provider by network, in the memory of this
/// process only. Passkeys are not slowed: nobody guesses one, and so no stranger keeps the owner of one out. Names and addresses are
/// neither logged nor kept: they are numbers that a key of this process makes of them.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class SlowDown(TimeProvider clock)
{
    /// <summary>So many failures are free: people mistype.</summary>
    public const int Free = 5;

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    // A network is shared by many people.
    private const int FreeOfNetwork = 30;

    // Bounds the memory. When it is full, the ones that failed longest ago are forgotten. The owner of a /48 of IPv6, who has 65,536
    // networks, can fill it: each 5,000 tries, which cost a hash of a password each, give five more at one handle, and each of these has
    // to guess a password and a code together. Others only lose what they failed before.
    private const int Most = 10_000;

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<UInt128, Failures> _failures = [];
    private readonly Lock _lock = new();

    /// <summary>
    /// Begins a try, which counts as failed until it succeeded: tries that are sent all at once are slowed like those one after the other.
    /// </summary>
    /// <returns>How long to wait before a try is looked at; null if this one is, and was counted.</returns>
    public TimeSpan? Begin(string handle, IPAddress from)
    {
        DateTimeOffset now = clock.GetUtcNow();
        (UInt128 ofHandle, UInt128 ofNetwork) = (OfHandle(handle), OfNetwork(from));
        lock (_lock)
        {
            TimeSpan wait = Max(Left(ofHandle, Free, now), Left(ofNetwork, FreeOfNetwork, now));
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            Count(ofHandle, now);
            Count(ofNetwork, now);
            Forget();
            return null;
        }
    }

    /// <summary>
    /// Begins a try that names no handle, by the identity provider. It counts for the network alone, and as failed until it succeeded.
    /// </summary>
    /// <returns>How long to wait before a try is looked at; null if this one is, and was counted.</returns>
    public TimeSpan? Begin(IPAddress from)
    {
        DateTimeOffset now = clock.GetUtcNow();
        UInt128 network = OfNetwork(from);
        lock (_lock)
        {
            TimeSpan wait = Left(network, FreeOfNetwork, now);
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            Count(network, now);
            Forget();
            return null;
        }
    }

    /// <summary>A try that names no handle succeeded, and counts no more for the network.</summary>
    public void Succeeded(IPAddress from)
    {
        UInt128 network = OfNetwork(from);
        lock (_lock)
        {
            Uncount(network);
        }
    }

    /// <summary>The person got in: the failures of the handle are forgotten, and this try counts no more for the network.</summary>
    public void Succeeded(string handle, IPAddress from)
    {
        UInt128 network = OfNetwork(from);
        lock (_lock)
        {
            _failures.Remove(OfHandle(handle));
            Uncount(network);
        }
    }

    private void Uncount(UInt128 key)
    {
        if (_failures.TryGetValue(key, out Failures failures))
        {
            _failures[key] = failures with { Count = Math.Max(0, failures.Count - 1) };
        }
    }

    private void Count(UInt128 key, DateTimeOffset now)
    {
        int before = _failures.TryGetValue(key, out Failures failures) && now - failures.Last < Forgotten ? failures.Count : 0;
        _failures[key] = new Failures(before + 1, now);
    }

    private void Forget()
    {
        if (_failures.Count > Most)
        {
            foreach (UInt128 key in _failures.OrderBy(f => f.Value.Last).Take(Most / 10).Select(f => f.Key).ToArray())
            {
                _failures.Remove(key);
            }
        }
    }

    // Doubles with each failure beyond the free ones.
    private TimeSpan Left(UInt128 key, int free, DateTimeOffset now)
    {
        if (!_failures.TryGetValue(key, out Failures failures) || failures.Count < free || now - failures.Last >= Forgotten)
        {
            return TimeSpan.Zero;
        }

        double seconds = Math.Min(Longest.TotalSeconds, Math.Pow(2, Math.Min(failures.Count - free, 20)));
        return failures.Last + TimeSpan.FromSeconds(seconds) - now;
    }

    private UInt128 OfHandle(string handle) => Number(Encoding.UTF8.GetBytes("h" + handle.ToLowerInvariant()));

    private UInt128 OfNetwork(IPAddress address) => Number([(byte)'n', .. ClientNetwork.Of(address)]);

    private UInt128 Number(ReadOnlySpan<byte> text) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_key, text));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private readonly record struct Failures(int Count, DateTimeOffset Last);
}

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace DigitalEmblem.Issuer.Web.SigningIn;

/// <summary>
/// Slows failed sign-ins by password down, by handle and by network, in the memory of this process only. Passkeys are not slowed: nobody
/// guesses one, and so no stranger keeps the owner of one out. Names and addresses are neither logged nor kept: they are numbers that a key
/// of this process makes of them.
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

    // Bounds the memory. When it is full, the ones that failed longest ago are forgotten.
    private const int Most = 10_000;

    private static readonly TimeSpan Forgotten = TimeSpan.FromHours(1);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<UInt128, Failures> _failures = [];
    private readonly Lock _lock = new();

    /// <summary>How long to wait before the next try is looked at; null if it is looked at now.</summary>
    public TimeSpan? WaitOf(string handle, IPAddress from)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            TimeSpan wait = Max(Left(OfHandle(handle), Free, now), Left(OfNetwork(from), FreeOfNetwork, now));
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    /// <summary>Notes a failure.</summary>
    public void Failed(string handle, IPAddress from)
    {
        DateTimeOffset now = clock.GetUtcNow();
        lock (_lock)
        {
            foreach (UInt128 key in new[] { OfHandle(handle), OfNetwork(from) })
            {
                int before = _failures.TryGetValue(key, out Failures failures) && now - failures.Last < Forgotten ? failures.Count : 0;
                _failures[key] = new Failures(before + 1, now);
            }

            if (_failures.Count > Most)
            {
                foreach (UInt128 key in _failures.OrderBy(f => f.Value.Last).Take(Most / 10).Select(f => f.Key).ToArray())
                {
                    _failures.Remove(key);
                }
            }
        }
    }

    /// <summary>The person got in: failures of the handle are forgotten, those of the network are not.</summary>
    public void Succeeded(string handle)
    {
        lock (_lock)
        {
            _failures.Remove(OfHandle(handle));
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

    // Everyone with IPv6 has 2^64 addresses of their own at least.
    private UInt128 OfNetwork(IPAddress address)
    {
        byte[] bytes = address.GetAddressBytes();
        return Number([(byte)'n', .. address.AddressFamily == AddressFamily.InterNetworkV6 ? bytes.AsSpan(0, 8) : bytes]);
    }

    private UInt128 Number(ReadOnlySpan<byte> text) =>
        System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(_key, text));

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private readonly record struct Failures(int Count, DateTimeOffset Last);
}

using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace DigitalEmblem.Issuer.Api;

/// <summary>How long a caller would like to wait for something new: <c>Prefer: wait=30</c> (RFC 7240, 4.3).</summary>
internal static class WaitPreference
{
    /// <summary>The header of the call.</summary>
    public const string Header = "Prefer";

    /// <summary>The header of the answer that says that it was heeded.</summary>
    public const string AppliedHeader = "Preference-Applied";

    /// <summary>No call waits for longer, in seconds: what lies between caller and service would end it.</summary>
    public const int Longest = 60;

    /// <summary>Metadata of calls that may wait.</summary>
    public static readonly object MayWait = new MayWaitMark();

    private const string Wait = "wait";

    /// <summary>Lets calls of an endpoint wait.</summary>
    public static TBuilder Waits<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(MayWait);

    /// <summary>Whether calls of an endpoint may wait.</summary>
    public static bool IsOf(IEnumerable<object> metadata) => metadata.Contains(MayWait);

    /// <summary>The seconds, from 1 to <see cref="Longest"/>; null if none are stated, or not understood.</summary>
    public static int? Of(StringValues header)
    {
        foreach (string preference in header.SelectMany(v => (v ?? "").Split(',')))
        {
            string[] parts = preference.Split(';')[0].Split('=', 2, StringSplitOptions.TrimEntries);
            if (parts.Length == 2 && parts[0].Equals(Wait, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(parts[1].Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds > 0)
            {
                return Math.Min(seconds, Longest);
            }
        }

        return null;
    }

    private sealed class MayWaitMark;
}

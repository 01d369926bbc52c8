using System.CommandLine;
using System.Globalization;

namespace DigitalEmblem.Issuer.Commands;

/// <summary>An option that takes an instant: a day of UTC, or a day with a time.</summary>
internal static class InstantOption
{
    /// <summary>The option.</summary>
    public static Option<DateTimeOffset?> Create(string name, string description) => new(name)
    {
        Description = $"{description} As 2026-11-30, or 2026-11-30T14:00Z; in UTC unless it says otherwise.",
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (DateTimeOffset.TryParse(
                result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at))
            {
                return at.ToUniversalTime();
            }

            result.AddError($"'{PrintableLine.Of(result.Tokens[0].Value)}' is no time. Write it as 2026-11-30, or 2026-11-30T14:00Z.");
            return null;
        },
    };
}

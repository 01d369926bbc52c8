using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;

namespace DigitalEmblem.Issuer.Web.Speaking;

/// <summary>
/// An instant, to the minute: in UTC, and in the person's zone beside it. It is written in digits from year to minute in every language,
/// because tokens, records and logs have it so, and nobody mistakes a day for a month.
/// </summary>
internal sealed class SpokenInstant(DateTimeOffset at, TimeZoneInfo zone) : IHtmlContent
{
    /// <inheritdoc/>
    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        DateTimeOffset utc = at.ToUniversalTime(), there = TimeZoneInfo.ConvertTime(at, zone);
        writer.Write(string.Create(
            CultureInfo.InvariantCulture, $"<time datetime=\"{utc:yyyy-MM-dd'T'HH:mm:ss'Z'}\" dir=\"ltr\">{utc:yyyy-MM-dd HH:mm} UTC"));
        if (there.Offset != TimeSpan.Zero)
        {
            string day = there.Date == utc.Date ? "" : there.ToString("yyyy-MM-dd ", CultureInfo.InvariantCulture);
            writer.Write(string.Create(CultureInfo.InvariantCulture, $" ({day}{there:HH:mm} "));
            encoder.Encode(writer, zone.Id);
            writer.Write(')');
        }

        writer.Write("</time>");
    }
}

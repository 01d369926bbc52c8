using System.Diagnostics;
using OpenTelemetry;

namespace DigitalEmblem.Issuer.Hosting;

/// <summary>
/// Takes from the traces of calls all that is not from a closed list: paths and queries hold handles of people and roots of data, and the
/// address and program of a caller tell who it is.
/// </summary>
/// <param name="kept">The tags that stay.</param>
internal sealed class NamelessTraces(IReadOnlyCollection<string> kept) : BaseProcessor<Activity>
{
    /// <inheritdoc/>
    public override void OnEnd(Activity data)
    {
        // The service's own traces have no other tags.
        if (data.Source.Name == Meters.Name)
        {
            return;
        }

        foreach (KeyValuePair<string, object?> tag in data.TagObjects.Where(t => !kept.Contains(t.Key)).ToList())
        {
            data.SetTag(tag.Key, null);
        }
    }
}

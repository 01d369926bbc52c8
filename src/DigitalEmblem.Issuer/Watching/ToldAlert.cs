using DigitalEmblem.Issuer.Domain;

namespace DigitalEmblem.Issuer.Watching;

/// <summary>An alert, with how people were told of it.</summary>
/// <param name="Alert">The alert.</param>
/// <param name="Tellings">By which channels; none before a notice was written.</param>
internal sealed record ToldAlert(Alert Alert, IReadOnlyList<AlertTelling> Tellings);

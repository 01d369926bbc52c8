namespace DigitalEmblem.Data;

/// <summary>A location sign that was made.</summary>
/// <param name="Root">The root that it names.</param>
/// <param name="Place">The place, with its facts in order.</param>
/// <param name="Sign">The bundle.</param>
/// <param name="SignFile">The bundle and its manifest in one (<see cref="DigitalEmblem.Data.SignFile"/>).</param>
/// <param name="Expires">When the sign ends.</param>
public sealed record PlaceMarked(
    DataRoot Root, DataPlace Place, ReadOnlyMemory<byte> Sign, ReadOnlyMemory<byte> SignFile, DateTimeOffset Expires);

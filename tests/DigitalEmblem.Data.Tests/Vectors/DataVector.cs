using System.Text.Json.Serialization;

namespace DigitalEmblem.Data.Tests.Vectors;

/// <summary>One vector of spec/data-emblem: what is read, and what a reader answers.</summary>
/// <param name="Name">What is special about it.</param>
    /// <param name="Form">What it is read as: root, content, head, page, manifest, volume, sign, sign-file, comment.</param>
/// <param name="Section">The section of data-emblem.md that decides.</param>
/// <param name="Input">Hexadecimal digits; for a root its text.</param>
/// <param name="Outcome">accepted or refused.</param>
/// <param name="Why">Why it is refused, or what is to be seen; for people.</param>
/// <param name="Shows">What a reader has read, a line each; null if it is refused.</param>
/// <param name="Root">The root of a manifest, in hexadecimal digits.</param>
/// <param name="Length">The bytes of a content that is the input over and over; null for the input itself.</param>
/// <param name="Older">The other manifests that lie beside that of a volume's sign, in hexadecimal digits; null for none.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record DataVector(
    string Name,
    string Form,
    string Section,
    string Input,
    string Outcome,
    string Why,
    IReadOnlyList<string>? Shows = null,
    string? Root = null,
    long? Length = null,
    IReadOnlyList<string>? Older = null);

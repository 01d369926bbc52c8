using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Texts;

namespace DigitalEmblem.Issuer.Work.Assets;

/// <summary>A row of a list of assets.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Name">The name.</param>
/// <param name="Purposes">The purposes of its emblem.</param>
/// <param name="Lifetime">How long its emblems last; null for the service's setting.</param>
/// <param name="Labels">Its labels; null for none.</param>
internal sealed record AssetRow(int Line, DomainName Name, Purposes Purposes, TimeSpan? Lifetime, AssetLabels? Labels = null);

/// <summary>What is wrong with a line.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Fault">What, for a person.</param>
internal sealed record RowFault(int Line, Sentence Fault);

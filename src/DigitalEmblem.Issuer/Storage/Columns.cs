using DigitalEmblem.Data;
using DigitalEmblem.Issuer.Domain;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>An organization identifier as text.</summary>
internal sealed class OrganizationIdentifierColumn()
    : ValueConverter<OrganizationIdentifier, string>(v => v.ToString(), v => OrganizationIdentifier.Parse(v));

/// <summary>A domain name as text, in its one form.</summary>
internal sealed class DomainNameColumn() : ValueConverter<DomainName, string>(v => v.ToString(), v => DomainName.Parse(v));

/// <summary>The labels of an asset as text, with a space between two.</summary>
internal sealed class AssetLabelsColumn() : ValueConverter<AssetLabels, string>(v => v.ToString(), v => AssetLabels.Parse(v)!);

/// <summary>The zones that an API key is bound to as text, with a space between two.</summary>
internal sealed class KeyZonesColumn() : ValueConverter<KeyZones, string>(v => v.ToString(), v => KeyZones.Parse(v)!);

/// <summary>The root of data as text, in its one form.</summary>
internal sealed class DataRootColumn() : ValueConverter<DataRoot, string>(v => v.ToString(), v => DataRoot.Parse(v));

/// <summary>A span in whole seconds.</summary>
internal sealed class SecondsColumn() : ValueConverter<TimeSpan, long>(v => (long)v.TotalSeconds, v => TimeSpan.FromSeconds(v));

/// <summary>An instant as UTC ticks, for SQLite, because instants as text do not sort correctly if their offsets differ.</summary>
internal sealed class TicksColumn() : ValueConverter<DateTimeOffset, long>(v => v.UtcTicks, v => new DateTimeOffset(v, TimeSpan.Zero));

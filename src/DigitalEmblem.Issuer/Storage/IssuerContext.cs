using System.Collections.Concurrent;
using System.Security.Cryptography;
using DigitalEmblem.Issuer.Domain;
using DigitalEmblem.Issuer.Journal;
using DigitalEmblem.Issuer.Journal.Heads;
using DigitalEmblem.Issuer.Web.Sealing;
using DigitalEmblem.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage;
using DataRoot = DigitalEmblem.Data.DataRoot;

namespace DigitalEmblem.Issuer.Storage;

/// <summary>
/// The database, with one table for each kind of entity. The two derived classes have the differences between SQLite and PostgreSQL.
/// </summary>
/// <remarks>
/// Single and its kin throw if there are two rows, and then no call mends it. They are for what a unique index or a rule of the domain
/// makes single; SingleRowsTests lists each use and its reason. Of commitments, endorsements, requests and signings of one key there are
/// several in the ordinary course of things: order them, and take the first.
/// </remarks>
internal abstract class IssuerContext(DbContextOptions options) : DbContext(options)
{
    private static readonly ConcurrentDictionary<Type, string> LastKnown = new();

    // Read once: a call is bound for as long as it lasts.
    private readonly string[] _zoneEnds = [.. ZonesInForce.Current?.Zones.Select(z => $".{z}") ?? []];

    // "adem-data:1:" and 52 characters.
    private const int LongestRoot = 64;

    /// <summary>The zones that it is bound to; null if it sees every row.</summary>
    public KeyZones? Zones { get; } = ZonesInForce.Current;

    /// <summary>The zones that it is bound to, each with a dot before it.</summary>
    public IEnumerable<string> ZoneEnds => _zoneEnds;

    public DbSet<Organization> Organizations => Set<Organization>();

    public DbSet<OrganizationKey> Keys => Set<OrganizationKey>();

    public DbSet<RootCommitment> Commitments => Set<RootCommitment>();

    public DbSet<HeldEndorsement> Endorsements => Set<HeldEndorsement>();

    public DbSet<SentRequest> SentRequests => Set<SentRequest>();

    public DbSet<PendingSigning> Signings => Set<PendingSigning>();

    public DbSet<Asset> Assets => Set<Asset>();

    public DbSet<LabelledAsset> LabelledAssets => Set<LabelledAsset>();

    public DbSet<IssuedEmblem> Emblems => Set<IssuedEmblem>();

    public DbSet<IssuedChain> Chains => Set<IssuedChain>();

    public DbSet<MarkedData> Data => Set<MarkedData>();

    public DbSet<IssuedSign> Signs => Set<IssuedSign>();

    public DbSet<MarkProposal> MarkProposals => Set<MarkProposal>();

    public DbSet<PublicationTarget> Targets => Set<PublicationTarget>();

    public DbSet<Publication> Publications => Set<Publication>();

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<GivenEndorsement> Register => Set<GivenEndorsement>();

    public DbSet<KeyCompromise> Compromises => Set<KeyCompromise>();

    public DbSet<Alert> Alerts => Set<Alert>();

    public DbSet<Notice> Notices => Set<Notice>();

    public DbSet<WatchRound> WatchRounds => Set<WatchRound>();

    public DbSet<LogRound> LogRounds => Set<LogRound>();

    public DbSet<FollowedLog> FollowedLogs => Set<FollowedLog>();

    public DbSet<Vantage> Vantages => Set<Vantage>();

    public DbSet<Observation> Observations => Set<Observation>();

    public DbSet<KeptImport> KeptImports => Set<KeptImport>();

    public DbSet<JournalCheck> JournalChecks => Set<JournalCheck>();

    public DbSet<Person> Persons => Set<Person>();

    public DbSet<PersonName> PersonNames => Set<PersonName>();

    public DbSet<ForgottenNames> ForgottenNames => Set<ForgottenNames>();

    public DbSet<PersonSubject> Subjects => Set<PersonSubject>();

    public DbSet<ApiKey> ApiKeys => Set<ApiKey>();

    public DbSet<Credential> Credentials => Set<Credential>();

    public DbSet<Session> Sessions => Set<Session>();

    public DbSet<Invitation> Invitations => Set<Invitation>();

    public DbSet<AccessProposal> AccessProposals => Set<AccessProposal>();

    public DbSet<Errand> Errands => Set<Errand>();

    public DbSet<ErrandPart> ErrandParts => Set<ErrandPart>();

    public DbSet<ErrandFault> ErrandFaults => Set<ErrandFault>();

    public DbSet<IdempotentCall> Calls => Set<IdempotentCall>();

    public DbSet<FormKey> FormKeys => Set<FormKey>();

    public DbSet<JournalEntry> Journal => Set<JournalEntry>();

    public DbSet<JournalHead> Heads => Set<JournalHead>();

    public DbSet<SentHead> SentHeads => Set<SentHead>();

    /// <summary>The last migration that this version knows.</summary>
    protected string LastKnownMigration => LastKnown.GetOrAdd(GetType(), _ => Database.GetMigrations().Max(StringComparer.Ordinal)!);

    /// <summary>
    /// Locks the end of the journal until the transaction ends: other changes wait. The same query looks whether the database still has the
    /// form that this version knows: an instance that runs on while a newer one migrates it would write rows that lack what is new.
    /// </summary>
    /// <exception cref="RefusedException">A newer version has migrated the database.</exception>
    public abstract Task<JournalHead> LockJournalAsync(CancellationToken cancellationToken);

    /// <summary>The end of the journal by a query that finds none in a database of a newer version.</summary>
    protected static async Task<JournalHead> HeadAsync(IQueryable<JournalHead> heads, CancellationToken cancellationToken) =>
        await heads.SingleOrDefaultAsync(cancellationToken) ?? throw new RefusedException(
            Refusal.NotReady,
            $"A newer version of the issuer has migrated the database, and this instance is of a version before it: it changes nothing "
                + $"any more. Stop it, and start the newer version.");

    /// <summary>Reads as of one instant until it is disposed, while others write.</summary>
    public abstract Task<IDbContextTransaction> SnapshotAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Assets by an index that has all columns of the query. SQLite has no statistics here and would choose by the number of conditions;
    /// PostgreSQL chooses by its own.
    /// </summary>
    /// <param name="index">One of <see cref="AssetIndexes"/>.</param>
    public abstract IQueryable<Asset> AssetsBy(string index);

    /// <summary>Every row of a kind, one after another.</summary>
    public IAsyncEnumerable<object> Every(Type kind) =>
        (IAsyncEnumerable<object>)typeof(DbContext).GetMethod(nameof(Set), [])!.MakeGenericMethod(kind).Invoke(this, null)!;

    /// <inheritdoc/>
    public override int SaveChanges(bool acceptAllChangesOnSuccess)
    {
        RenewVersions();
        return base.SaveChanges(acceptAllChangesOnSuccess);
    }

    /// <inheritdoc/>
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        RenewVersions();
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<OrganizationIdentifier>().HaveConversion<OrganizationIdentifierColumn>().HaveMaxLength(300);
        configurationBuilder.Properties<DomainName>().HaveConversion<DomainNameColumn>().HaveMaxLength(DomainName.MaxLength);
        configurationBuilder.Properties<AssetLabels>().HaveConversion<AssetLabelsColumn>().HaveMaxLength(AssetLabels.LongestText);
        configurationBuilder.Properties<KeyZones>().HaveConversion<KeyZonesColumn>().HaveMaxLength(KeyZones.LongestText);
        configurationBuilder.Properties<DataRoot>().HaveConversion<DataRootColumn>().HaveMaxLength(LongestRoot);
        configurationBuilder.Properties<Sentence>().HaveConversion<SentenceColumn>();
        configurationBuilder.Properties<TimeSpan>().HaveConversion<SecondsColumn>();
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Entity<Organization>(modelBuilder, "organizations");
        Entity<OrganizationKey>(modelBuilder, "keys").HasIndex(k => k.Identifier).IsUnique();
        Entity<RootCommitment>(modelBuilder, "commitments").HasIndex(c => c.KeyId);
        Entity<HeldEndorsement>(modelBuilder, "endorsements").HasIndex(e => e.KeyId);
        Entity<SentRequest>(modelBuilder, "quests").HasIndex(q => q.KeyId);

        Entity<PendingSigning>(modelBuilder, "signings").HasIndex(p => p.KeyId);

        EntityTypeBuilder<Asset> assets = Entity<Asset>(modelBuilder, "assets");
        assets.HasIndex(a => a.Name).IsUnique();
        assets.HasIndex(a => a.RenewAt);
        assets.HasIndex(a => a.EmblemId);
        // Of part of the rows: nearly none has one, and SQLite has no statistics to know that by.
        assets.HasIndex(a => a.ProposalId).HasFilter("\"ProposalId\" IS NOT NULL").HasDatabaseName("IX_assets_proposed");
        assets.HasIndex(a => a.RemovalAskedAt).HasFilter("\"RemovalAskedAt\" IS NOT NULL").HasDatabaseName("IX_assets_removed");
        assets.Ignore(a => a.ControlName);
        IndexList(assets);
        Leased(assets);

        EntityTypeBuilder<LabelledAsset> labels = modelBuilder.Entity<LabelledAsset>();
        labels.ToTable("asset_labels").HasKey(l => new { l.Label, l.AssetId });
        labels.Property(l => l.Label).HasMaxLength(AssetLabels.LongestLabel);
        labels.HasIndex(l => l.AssetId);

        EntityTypeBuilder<IssuedEmblem> emblems = modelBuilder.Entity<IssuedEmblem>();
        emblems.ToTable("emblems").HasKey(e => e.Id);
        emblems.Property(e => e.Id).ValueGeneratedNever();
        emblems.HasIndex(e => e.AssetId);

        EntityTypeBuilder<IssuedChain> chains = modelBuilder.Entity<IssuedChain>();
        chains.ToTable("chains").HasKey(c => c.Id);
        chains.Property(c => c.Id).ValueGeneratedNever();

        ModelData(modelBuilder);

        EntityTypeBuilder<PublicationTarget> targets = Entity<PublicationTarget>(modelBuilder, "targets");
        targets.HasIndex(t => t.Zone);
        targets.HasIndex(t => t.Place).IsUnique();
        targets.Ignore(t => t.IsLeaving);
        EntityTypeBuilder<Publication> publications = Entity<Publication>(modelBuilder, "publications");
        publications.HasIndex(p => new { p.AssetId, p.Place }).IsUnique();
        publications.HasIndex(p => new { p.State, p.NextAttempt });
        // Of part of the rows, so that SQLite does not take it for queries about what is due.
        publications.HasIndex(p => p.Failure).HasFilter("\"Failure\" <> 0").HasDatabaseName("IX_publications_failed");
        publications.HasIndex(p => new { p.Place, p.Wanted, p.State, p.NextAttempt });
        publications.HasIndex(p => p.SeenUntil);
        publications.HasIndex(p => p.NextLook);
        Leased(publications);

        EntityTypeBuilder<Application> applications = Entity<Application>(modelBuilder, "applications");
        applications.HasIndex(a => a.Issuer);
        applications.OwnsMany(a => a.Approvals, approvals =>
        {
            approvals.ToTable("approvals").WithOwner().HasForeignKey("ApplicationId");
            approvals.HasKey("ApplicationId", nameof(Approval.Approver));
        });
        applications.OwnsMany(a => a.Sendings, sendings =>
        {
            sendings.ToTable("sendings").WithOwner().HasForeignKey("ApplicationId");
            sendings.HasKey("ApplicationId", nameof(Sending.Sender));
        });

        Entity<GivenEndorsement>(modelBuilder, "register").HasIndex(g => g.Subject);
        EntityTypeBuilder<KeyCompromise> compromises = Entity<KeyCompromise>(modelBuilder, "compromises");
        compromises.HasIndex(c => c.KeyId);
        compromises.OwnsMany(c => c.Decisions, decisions =>
        {
            decisions.ToTable("compromise_decisions").WithOwner().HasForeignKey("CompromiseId");
            decisions.HasKey("CompromiseId", nameof(AssetDecision.AssetId));
            decisions.Property(d => d.AssetId).ValueGeneratedNever();
        });
        ModelPersons(modelBuilder);

        EntityTypeBuilder<Alert> alerts = Entity<Alert>(modelBuilder, "alerts");
        alerts.HasIndex(a => new { a.Kind, a.Subject, a.ClearedAt });
        alerts.HasIndex(a => new { a.ClearedAt, a.Subject, a.Kind });
        alerts.HasIndex(a => a.RaisedIn);
        EntityTypeBuilder<Notice> notices = Entity<Notice>(modelBuilder, "notices");
        notices.HasIndex(n => n.NextAttempt);
        notices.Ignore(n => n.IsOpen);
        Leased(Entity<WatchRound>(modelBuilder, "watch_rounds"));
        ModelWatching(modelBuilder);

        EntityTypeBuilder<Errand> errands = Entity<Errand>(modelBuilder, "errands");
        errands.HasIndex(e => e.State);
        errands.Ignore(e => e.Actor);
        modelBuilder.Entity<ErrandPart>().ToTable("errand_parts").HasKey(p => new { p.ErrandId, p.Number });
        modelBuilder.Entity<ErrandFault>().ToTable("errand_faults").HasKey(f => new { f.ErrandId, f.Line });

        EntityTypeBuilder<IdempotentCall> calls = modelBuilder.Entity<IdempotentCall>();
        calls.ToTable("idempotent_calls").HasKey(c => c.Id);
        calls.Property(c => c.Id).ValueGeneratedNever();
        calls.HasIndex(c => c.StartedAt);

        EntityTypeBuilder<FormKey> formKeys = modelBuilder.Entity<FormKey>();
        formKeys.ToTable("form_keys").HasKey(k => k.Name);
        formKeys.Property(k => k.Name).HasMaxLength(FormKey.LongestName);

        EntityTypeBuilder<JournalEntry> journal = modelBuilder.Entity<JournalEntry>();
        journal.ToTable("journal").HasKey(e => e.Sequence);
        journal.Property(e => e.Sequence).ValueGeneratedNever();
        // A page of any filter is read from the end of one of these.
        journal.HasIndex(e => new { e.At, e.Sequence });
        journal.HasIndex(e => new { e.Subject, e.At, e.Sequence });
        journal.HasIndex(e => new { e.Actor, e.At, e.Sequence });
        journal.HasIndex(e => new { e.Action, e.At, e.Sequence });

        EntityTypeBuilder<JournalHead> head = modelBuilder.Entity<JournalHead>();
        head.ToTable("journal_head").HasKey(h => h.Id);
        head.Property(h => h.Id).ValueGeneratedNever();
        head.HasData(new { Id = JournalHead.TheOne, Sequence = 0L, Hash = JournalEntry.Origin });
        if (Zones is not null)
        {
            RowsWithinZones.Narrow(modelBuilder, this);
        }
    }

    /// <summary>
    /// Indexes with all that the list of assets filters by, so that a page or a count reads no row that it does not show. None begins with
    /// the state: SQLite keeps no statistics here, and would take it for finding what is due, where nearly all rows have one state.
    /// </summary>
    private static void IndexList(EntityTypeBuilder<Asset> assets)
    {
        assets.HasIndex(a => new { a.Name, a.State, a.World, a.OpenAlerts, a.Purposes, a.DeclaredUntil, a.EmblemUntil, a.Id })
            .HasDatabaseName(AssetIndexes.ByName);
        assets.HasIndex(a => new { a.EmblemUntil, a.Name, a.State, a.World, a.OpenAlerts, a.Purposes, a.DeclaredUntil, a.Id })
            .HasDatabaseName(AssetIndexes.ByEnd);
        assets.HasIndex(a => new { a.World, a.State, a.EmblemUntil }).HasDatabaseName(AssetIndexes.Counts);
        assets.HasIndex(a => new { a.DeclaredUntil, a.State }).HasDatabaseName("IX_assets_declared");
        assets.HasIndex(a => a.State).HasFilter("\"NotIssued\" IS NOT NULL").HasDatabaseName("IX_assets_not_issued");
    }

    private static void ModelWatching(ModelBuilder modelBuilder)
    {
        Leased(Entity<LogRound>(modelBuilder, "log_rounds"));
        EntityTypeBuilder<FollowedLog> logs = Entity<FollowedLog>(modelBuilder, "followed_logs");
        logs.HasIndex(l => l.LogId).IsUnique();
        logs.Property(l => l.LogId).HasMaxLength(2 * Sha256Digest.Length);
        EntityTypeBuilder<Vantage> vantages = Entity<Vantage>(modelBuilder, "vantages");
        vantages.HasIndex(v => v.Name).IsUnique();
        EntityTypeBuilder<Observation> observations = Entity<Observation>(modelBuilder, "observations");
        observations.HasIndex(o => new { o.AssetId, o.VantageId }).IsUnique();
        observations.HasIndex(o => o.VantageId);
        EntityTypeBuilder<KeptImport> kept = Entity<KeptImport>(modelBuilder, "kept_imports");
        kept.HasIndex(k => k.Owner);
        kept.HasIndex(k => k.ExpiresAt);
        EntityTypeBuilder<JournalCheck> checks = modelBuilder.Entity<JournalCheck>();
        checks.ToTable("journal_checks").HasKey(c => c.Id);
        checks.Property(c => c.Id).ValueGeneratedNever();
        EntityTypeBuilder<SentHead> sent = modelBuilder.Entity<SentHead>();
        sent.ToTable("sent_heads").HasKey(s => s.Place);
        sent.Property(s => s.Place).HasMaxLength(SentHead.LongestPlace);
    }

    private static void ModelData(ModelBuilder modelBuilder)
    {
        EntityTypeBuilder<MarkedData> data = Entity<MarkedData>(modelBuilder, "marked_data");
        data.HasIndex(d => d.Root).IsUnique();
        data.HasIndex(d => d.RenewAt);
        data.HasIndex(d => d.EmblemId);
        data.HasIndex(d => d.ProposalId);
        data.Property(d => d.Label).HasMaxLength(MarkedData.LongestLabel);
        Leased(data);
        EntityTypeBuilder<IssuedSign> signs = modelBuilder.Entity<IssuedSign>();
        signs.ToTable("data_signs").HasKey(s => s.Id);
        signs.Property(s => s.Id).ValueGeneratedNever();
        signs.HasIndex(s => s.DataId);
        EntityTypeBuilder<MarkProposal> proposals = Entity<MarkProposal>(modelBuilder, "mark_proposals");
        proposals.HasIndex(p => new { p.State, p.ProposedAt });
        proposals.Ignore(p => p.EndsAt);
    }

    private static void ModelPersons(ModelBuilder modelBuilder)
    {
        Entity<Person>(modelBuilder, "persons").HasIndex(p => p.Handle).IsUnique();
        EntityTypeBuilder<PersonName> names = modelBuilder.Entity<PersonName>();
        names.ToTable("person_names").HasKey(n => n.Pseudonym);
        names.HasIndex(n => n.Handle).IsUnique();
        names.Ignore(n => n.IsTrue);
        EntityTypeBuilder<ForgottenNames> forgotten = modelBuilder.Entity<ForgottenNames>();
        forgotten.ToTable("forgotten_names").HasKey(f => f.Id);
        forgotten.Property(f => f.Id).ValueGeneratedNever();
        EntityTypeBuilder<PersonSubject> subjects = Entity<PersonSubject>(modelBuilder, "subjects");
        subjects.HasIndex(s => s.Subject).IsUnique();
        subjects.HasOne(s => s.Person).WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
        subjects.Navigation(s => s.Person).AutoInclude();
        EntityTypeBuilder<ApiKey> keys = Entity<ApiKey>(modelBuilder, "api_keys");
        keys.HasIndex(k => k.Hash).IsUnique();
        keys.HasOne(k => k.Person).WithMany().HasForeignKey(k => k.PersonId).OnDelete(DeleteBehavior.Restrict);
        keys.Navigation(k => k.Person).AutoInclude();
        EntityTypeBuilder<Credential> credentials = Entity<Credential>(modelBuilder, "credentials");
        credentials.HasIndex(c => c.PasskeyId).IsUnique();
        credentials.HasOne(c => c.Person).WithMany().HasForeignKey(c => c.PersonId).OnDelete(DeleteBehavior.Restrict);
        credentials.Navigation(c => c.Person).AutoInclude();
        credentials.Ignore(c => c.IsUsable);
        EntityTypeBuilder<Session> sessions = Entity<Session>(modelBuilder, "sessions");
        sessions.HasIndex(s => s.Hash).IsUnique();
        sessions.HasIndex(s => s.LastSeenAt);
        sessions.HasOne(s => s.Person).WithMany().HasForeignKey(s => s.PersonId).OnDelete(DeleteBehavior.Restrict);
        sessions.Navigation(s => s.Person).AutoInclude();
        sessions.Ignore(s => s.EndsAt).Ignore(s => s.Roles).Ignore(s => s.Actor);
        EntityTypeBuilder<Invitation> invitations = Entity<Invitation>(modelBuilder, "invitations");
        invitations.HasIndex(i => i.Hash).IsUnique();
        invitations.HasIndex(i => i.Handle);
        invitations.HasIndex(i => i.CreatedAt);
        invitations.Ignore(i => i.IsProposed);
        EntityTypeBuilder<AccessProposal> proposals = Entity<AccessProposal>(modelBuilder, "access_proposals");
        proposals.HasIndex(p => new { p.State, p.ProposedAt });
        proposals.HasIndex(p => p.AboutId);
    }

    private static EntityTypeBuilder<T> Entity<T>(ModelBuilder modelBuilder, string table)
        where T : Entity
    {
        EntityTypeBuilder<T> builder = modelBuilder.Entity<T>();
        builder.ToTable(table).HasKey(e => e.Id);
        builder.Property(e => e.Id).ValueGeneratedNever();
        builder.Property(e => e.Version).IsConcurrencyToken().ValueGeneratedNever();
        return builder;
    }

    private static void Leased<T>(EntityTypeBuilder<T> builder)
        where T : Entity, ILeased => builder.ComplexProperty(e => e.Lease, lease =>
        {
            lease.Property(l => l.By).HasColumnName("LeasedBy");
            lease.Property(l => l.Until).HasColumnName("LeasedUntil");
        });

    private void RenewVersions()
    {
        foreach (EntityEntry<Entity> entry in ChangeTracker.Entries<Entity>())
        {
            bool ownedChanged = entry.Collections.Any(
                c => c.CurrentValue?.Cast<object>().Any(o => Entry(o).State is EntityState.Added or EntityState.Modified) ?? false);
            if (entry.State is EntityState.Added or EntityState.Modified || ownedChanged)
            {
                entry.Property(e => e.Version).CurrentValue = new Guid(RandomNumberGenerator.GetBytes(16));
            }
        }
    }
}

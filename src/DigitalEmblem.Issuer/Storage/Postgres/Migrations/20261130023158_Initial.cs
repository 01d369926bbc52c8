using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace DigitalEmblem.Issuer.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    internal partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "access_proposals",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Handle = table.Column<string>(type: "text", nullable: false),
                    AboutId = table.Column<Guid>(type: "uuid", nullable: true),
                    Roles = table.Column<int>(type: "integer", nullable: false),
                    ProposedBy = table.Column<string>(type: "text", nullable: false),
                    ProposedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    DecidedBy = table.Column<string>(type: "text", nullable: true),
                    DecidedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_proposals", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "alerts",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    DaysLeft = table.Column<int>(type: "integer", nullable: true),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LastSeen = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ClearedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ToldAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RaisedIn = table.Column<Guid>(type: "uuid", nullable: true),
                    ClearedIn = table.Column<Guid>(type: "uuid", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_alerts", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "applications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Issuer = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    KeyIdentifier = table.Column<string>(type: "text", nullable: false),
                    Request = table.Column<byte[]>(type: "bytea", nullable: false),
                    AskedPurposes = table.Column<int>(type: "integer", nullable: false),
                    ReceivedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Commitment = table.Column<int>(type: "integer", nullable: false),
                    CommitmentNote = table.Column<string>(type: "text", nullable: true),
                    TermsPurposes = table.Column<int>(type: "integer", nullable: true),
                    TermsLifetime = table.Column<long>(type: "bigint", nullable: true),
                    Note = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_applications", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "assets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "character varying(253)", maxLength: 253, nullable: false),
                    ControlChallenge = table.Column<string>(type: "text", nullable: false),
                    ControlProvenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Profiles = table.Column<int>(type: "integer", nullable: true),
                    IsLeavingProfile = table.Column<bool>(type: "boolean", nullable: false),
                    BothSeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    World = table.Column<int>(type: "integer", nullable: false),
                    OpenAlerts = table.Column<int>(type: "integer", nullable: false),
                    LeasedBy = table.Column<string>(type: "text", nullable: true),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false),
                    Purposes = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    DeclaredBy = table.Column<string>(type: "text", nullable: true),
                    DeclaredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DeclaredUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Lifetime = table.Column<long>(type: "bigint", nullable: true),
                    EmblemId = table.Column<Guid>(type: "uuid", nullable: true),
                    EmblemUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RenewAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    NotIssued = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_assets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "chains",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    Profile = table.Column<int>(type: "integer", nullable: false),
                    Items = table.Column<byte[]>(type: "bytea", nullable: false),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndorsedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_chains", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "commitments",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    RequestPem = table.Column<string>(type: "text", nullable: false),
                    ChainPem = table.Column<string>(type: "text", nullable: true),
                    LogJson = table.Column<string>(type: "text", nullable: true),
                    Profiles = table.Column<int>(type: "integer", nullable: false),
                    CertificateExpires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RequestedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    CompletedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_commitments", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "compromises",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    NewKeyId = table.Column<Guid>(type: "uuid", nullable: true),
                    Step = table.Column<int>(type: "integer", nullable: false),
                    DeclaredBy = table.Column<string>(type: "text", nullable: false),
                    Reason = table.Column<string>(type: "text", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    GoesOnAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ConfirmedBy = table.Column<string>(type: "text", nullable: true),
                    ConfirmedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ReachedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    WaitsFor = table.Column<string>(type: "text", nullable: true),
                    AllWithdrawnBy = table.Column<string>(type: "text", nullable: true),
                    CertificateRevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    CertificateRevokedBy = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_compromises", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "data_signs",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    DataId = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Token = table.Column<byte[]>(type: "bytea", nullable: false),
                    ChainId = table.Column<Guid>(type: "uuid", nullable: false),
                    Digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    Purposes = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_data_signs", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "emblems",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AssetId = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Profiles = table.Column<int>(type: "integer", nullable: false),
                    Token = table.Column<byte[]>(type: "bytea", nullable: true),
                    ChainId = table.Column<Guid>(type: "uuid", nullable: true),
                    JwsToken = table.Column<byte[]>(type: "bytea", nullable: true),
                    JwsChainId = table.Column<Guid>(type: "uuid", nullable: true),
                    SetDigest = table.Column<byte[]>(type: "bytea", nullable: false),
                    Purposes = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_emblems", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "endorsements",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    SignerKeyId = table.Column<Guid>(type: "uuid", nullable: true),
                    Issuer = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Token = table.Column<byte[]>(type: "bytea", nullable: false),
                    JwsToken = table.Column<byte[]>(type: "bytea", nullable: true),
                    SignerKey = table.Column<byte[]>(type: "bytea", nullable: false),
                    ChainPem = table.Column<string>(type: "text", nullable: true),
                    Purposes = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    IssuedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ReceivedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_endorsements", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "errand_faults",
                columns: table => new
                {
                    ErrandId = table.Column<Guid>(type: "uuid", nullable: false),
                    Line = table.Column<int>(type: "integer", nullable: false),
                    Why = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_errand_faults", x => new { x.ErrandId, x.Line });
                });

            migrationBuilder.CreateTable(
                name: "errand_parts",
                columns: table => new
                {
                    ErrandId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    Rows = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_errand_parts", x => new { x.ErrandId, x.Number });
                });

            migrationBuilder.CreateTable(
                name: "errands",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    ActorName = table.Column<string>(type: "text", nullable: false),
                    ActorCredential = table.Column<string>(type: "text", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Total = table.Column<int>(type: "integer", nullable: false),
                    Done = table.Column<int>(type: "integer", nullable: false),
                    Faults = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_errands", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "forgotten_names",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    Digests = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_forgotten_names", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "form_keys",
                columns: table => new
                {
                    Name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Xml = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_form_keys", x => x.Name);
                });

            migrationBuilder.CreateTable(
                name: "idempotent_calls",
                columns: table => new
                {
                    Id = table.Column<string>(type: "text", nullable: false),
                    Digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Status = table.Column<int>(type: "integer", nullable: true),
                    ContentType = table.Column<string>(type: "text", nullable: true),
                    Location = table.Column<string>(type: "text", nullable: true),
                    ETag = table.Column<string>(type: "text", nullable: true),
                    Body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_idempotent_calls", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "invitations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Handle = table.Column<string>(type: "text", nullable: false),
                    DisplayName = table.Column<string>(type: "text", nullable: true),
                    Roles = table.Column<int>(type: "integer", nullable: false),
                    InvitedBy = table.Column<string>(type: "text", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ConfirmedBy = table.Column<string>(type: "text", nullable: true),
                    AcceptedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_invitations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Actor = table.Column<string>(type: "text", nullable: false),
                    Credential = table.Column<string>(type: "text", nullable: true),
                    Action = table.Column<string>(type: "text", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    Details = table.Column<string>(type: "text", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal", x => x.Sequence);
                });

            migrationBuilder.CreateTable(
                name: "journal_checks",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    CheckedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Entries = table.Column<long>(type: "bigint", nullable: false),
                    Faults = table.Column<int>(type: "integer", nullable: false),
                    FirstFault = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_checks", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "journal_head",
                columns: table => new
                {
                    Id = table.Column<int>(type: "integer", nullable: false),
                    Sequence = table.Column<long>(type: "bigint", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_journal_head", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "kept_imports",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Owner = table.Column<string>(type: "text", nullable: false),
                    Bytes = table.Column<byte[]>(type: "bytea", nullable: false),
                    Digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    KeptAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    TakenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_kept_imports", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "keys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Use = table.Column<int>(type: "integer", nullable: false),
                    Identifier = table.Column<string>(type: "text", nullable: false),
                    Algorithm = table.Column<string>(type: "text", nullable: false),
                    PublicKey = table.Column<byte[]>(type: "bytea", nullable: false),
                    Custody = table.Column<int>(type: "integer", nullable: false),
                    Reference = table.Column<string>(type: "text", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    SuspendedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    SuspendedBy = table.Column<string>(type: "text", nullable: true),
                    SuspensionReason = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_keys", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "marked_data",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Root = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    Label = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    LeasedBy = table.Column<string>(type: "text", nullable: true),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false),
                    Purposes = table.Column<int>(type: "integer", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    DeclaredBy = table.Column<string>(type: "text", nullable: true),
                    DeclaredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    DeclaredUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Lifetime = table.Column<long>(type: "bigint", nullable: true),
                    EmblemId = table.Column<Guid>(type: "uuid", nullable: true),
                    EmblemUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RenewAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    NotIssued = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_marked_data", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Channel = table.Column<int>(type: "integer", nullable: false),
                    GroupId = table.Column<Guid>(type: "uuid", nullable: false),
                    Title = table.Column<string>(type: "text", nullable: false),
                    Text = table.Column<string>(type: "text", nullable: false),
                    Json = table.Column<string>(type: "text", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    NextAttempt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Fault = table.Column<string>(type: "text", nullable: true),
                    DeliveredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    GivenUpAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_notices", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "observations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AssetId = table.Column<Guid>(type: "uuid", nullable: false),
                    VantageId = table.Column<Guid>(type: "uuid", nullable: false),
                    Sees = table.Column<int>(type: "integer", nullable: false),
                    EndorsedBy = table.Column<string>(type: "text", nullable: false),
                    Until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LookedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    UnansweredSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Fault = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_observations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "organizations",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Identifier = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    Roles = table.Column<int>(type: "integer", nullable: false),
                    RefreshedTo = table.Column<Guid>(type: "uuid", nullable: true),
                    RefreshedDataTo = table.Column<Guid>(type: "uuid", nullable: true),
                    FirstApprovalAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_organizations", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "person_names",
                columns: table => new
                {
                    Pseudonym = table.Column<string>(type: "text", nullable: false),
                    Handle = table.Column<string>(type: "text", nullable: false),
                    Salt = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_person_names", x => x.Pseudonym);
                });

            migrationBuilder.CreateTable(
                name: "persons",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Handle = table.Column<string>(type: "text", nullable: false),
                    DisplayName = table.Column<string>(type: "text", nullable: true),
                    Roles = table.Column<int>(type: "integer", nullable: false),
                    RolesSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ApproverSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    InvitedBy = table.Column<string>(type: "text", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_persons", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "publications",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    AssetId = table.Column<Guid>(type: "uuid", nullable: false),
                    Place = table.Column<Guid>(type: "uuid", nullable: false),
                    Wanted = table.Column<bool>(type: "boolean", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    NextAttempt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Attempts = table.Column<int>(type: "integer", nullable: false),
                    Fault = table.Column<string>(type: "text", nullable: true),
                    Failure = table.Column<int>(type: "integer", nullable: false),
                    Foreign = table.Column<string>(type: "text", nullable: true),
                    TakesOver = table.Column<string>(type: "text", nullable: true),
                    SeenDigest = table.Column<byte[]>(type: "bytea", nullable: true),
                    SeenTtl = table.Column<int>(type: "integer", nullable: false),
                    SeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    SeenUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    NextLook = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Looks = table.Column<int>(type: "integer", nullable: false),
                    WantedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    CachesClearAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LeasedBy = table.Column<string>(type: "text", nullable: true),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_publications", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "quests",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Authority = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Request = table.Column<byte[]>(type: "bytea", nullable: false),
                    AskedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    State = table.Column<int>(type: "integer", nullable: false),
                    Note = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_quests", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "register",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    Subject = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    KeyIdentifier = table.Column<string>(type: "text", nullable: false),
                    SignerKeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Token = table.Column<byte[]>(type: "bytea", nullable: false),
                    JwsToken = table.Column<byte[]>(type: "bytea", nullable: true),
                    Purposes = table.Column<int>(type: "integer", nullable: false),
                    NotBefore = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    Expires = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LapsingSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RevocationAskedBy = table.Column<string>(type: "text", nullable: true),
                    RevocationAskedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RevocationReason = table.Column<string>(type: "text", nullable: true),
                    RevokedSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ApprovedBeforeWait = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_register", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "signings",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    KeyId = table.Column<Guid>(type: "uuid", nullable: false),
                    Request = table.Column<byte[]>(type: "bytea", nullable: false),
                    AskedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    AnsweredAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ClosedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Note = table.Column<string>(type: "text", nullable: true),
                    RollWithout = table.Column<string>(type: "text", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_signings", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "targets",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Zone = table.Column<string>(type: "character varying(253)", maxLength: 253, nullable: false),
                    Place = table.Column<Guid>(type: "uuid", nullable: false),
                    Server = table.Column<string>(type: "text", nullable: true),
                    TsigKey = table.Column<string>(type: "text", nullable: true),
                    Ttl = table.Column<int>(type: "integer", nullable: false),
                    LeavingSince = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    IsEnding = table.Column<bool>(type: "boolean", nullable: false),
                    AdoptedTo = table.Column<Guid>(type: "uuid", nullable: true),
                    Profiles = table.Column<int>(type: "integer", nullable: false),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_targets", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "vantages",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: false),
                    RoundAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LookedTo = table.Column<Guid>(type: "uuid", nullable: false),
                    WholeRoundAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_vantages", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "watch_rounds",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    StartedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    FinishedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    LeasedBy = table.Column<string>(type: "text", nullable: true),
                    LeasedUntil = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_watch_rounds", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "approvals",
                columns: table => new
                {
                    Approver = table.Column<string>(type: "text", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    BeforeWait = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_approvals", x => new { x.ApplicationId, x.Approver });
                    table.ForeignKey(
                        name: "FK_approvals_applications_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "applications",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sendings",
                columns: table => new
                {
                    Sender = table.Column<string>(type: "text", nullable: false),
                    ApplicationId = table.Column<Guid>(type: "uuid", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sendings", x => new { x.ApplicationId, x.Sender });
                    table.ForeignKey(
                        name: "FK_sendings_applications_ApplicationId",
                        column: x => x.ApplicationId,
                        principalTable: "applications",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "compromise_decisions",
                columns: table => new
                {
                    AssetId = table.Column<Guid>(type: "uuid", nullable: false),
                    CompromiseId = table.Column<Guid>(type: "uuid", nullable: false),
                    Decision = table.Column<int>(type: "integer", nullable: false),
                    By = table.Column<string>(type: "text", nullable: false),
                    At = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_compromise_decisions", x => new { x.CompromiseId, x.AssetId });
                    table.ForeignKey(
                        name: "FK_compromise_decisions_compromises_CompromiseId",
                        column: x => x.CompromiseId,
                        principalTable: "compromises",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    Roles = table.Column<int>(type: "integer", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ExpiresAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    IsProposed = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_api_keys", x => x.Id);
                    table.ForeignKey(
                        name: "FK_api_keys_persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "credentials",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false),
                    Name = table.Column<string>(type: "text", nullable: true),
                    PasskeyId = table.Column<byte[]>(type: "bytea", nullable: true),
                    PublicKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    SignCount = table.Column<long>(type: "bigint", nullable: false),
                    Transports = table.Column<string>(type: "text", nullable: true),
                    IsUserVerified = table.Column<bool>(type: "boolean", nullable: false),
                    IsBackupEligible = table.Column<bool>(type: "boolean", nullable: false),
                    IsBackedUp = table.Column<bool>(type: "boolean", nullable: false),
                    PasswordHash = table.Column<string>(type: "text", nullable: true),
                    CodeKey = table.Column<byte[]>(type: "bytea", nullable: true),
                    LastStep = table.Column<long>(type: "bigint", nullable: true),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LastUsedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    RevokedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_credentials", x => x.Id);
                    table.ForeignKey(
                        name: "FK_credentials_persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sessions",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    CredentialId = table.Column<Guid>(type: "uuid", nullable: true),
                    ProviderRoles = table.Column<int>(type: "integer", nullable: true),
                    SubjectId = table.Column<Guid>(type: "uuid", nullable: true),
                    Hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    SignedInAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    StepUpAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    LastSeenAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_sessions", x => x.Id);
                    table.ForeignKey(
                        name: "FK_sessions_persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "subjects",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    PersonId = table.Column<Guid>(type: "uuid", nullable: false),
                    Subject = table.Column<string>(type: "text", nullable: false),
                    CreatedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    EndedAt = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    IsProposed = table.Column<bool>(type: "boolean", nullable: false),
                    Version = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_subjects", x => x.Id);
                    table.ForeignKey(
                        name: "FK_subjects_persons_PersonId",
                        column: x => x.PersonId,
                        principalTable: "persons",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "journal_head",
                columns: new[] { "Id", "Hash", "Sequence" },
                values: new object[] { 1, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, 0L });

            migrationBuilder.CreateIndex(
                name: "IX_access_proposals_AboutId",
                table: "access_proposals",
                column: "AboutId");

            migrationBuilder.CreateIndex(
                name: "IX_access_proposals_State_ProposedAt",
                table: "access_proposals",
                columns: new[] { "State", "ProposedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_ClearedAt_Subject_Kind",
                table: "alerts",
                columns: new[] { "ClearedAt", "Subject", "Kind" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_Kind_Subject_ClearedAt",
                table: "alerts",
                columns: new[] { "Kind", "Subject", "ClearedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_alerts_RaisedIn",
                table: "alerts",
                column: "RaisedIn");

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_Hash",
                table: "api_keys",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_api_keys_PersonId",
                table: "api_keys",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_applications_Issuer",
                table: "applications",
                column: "Issuer");

            migrationBuilder.CreateIndex(
                name: "IX_assets_by_end",
                table: "assets",
                columns: new[] { "EmblemUntil", "Name", "State", "World", "OpenAlerts", "Purposes", "DeclaredUntil", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_assets_by_name",
                table: "assets",
                columns: new[] { "Name", "State", "World", "OpenAlerts", "Purposes", "DeclaredUntil", "EmblemUntil", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_assets_counts",
                table: "assets",
                columns: new[] { "World", "State", "EmblemUntil" });

            migrationBuilder.CreateIndex(
                name: "IX_assets_declared",
                table: "assets",
                columns: new[] { "DeclaredUntil", "State" });

            migrationBuilder.CreateIndex(
                name: "IX_assets_EmblemId",
                table: "assets",
                column: "EmblemId");

            migrationBuilder.CreateIndex(
                name: "IX_assets_Name",
                table: "assets",
                column: "Name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_assets_not_issued",
                table: "assets",
                column: "State",
                filter: "\"NotIssued\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_assets_RenewAt",
                table: "assets",
                column: "RenewAt");

            migrationBuilder.CreateIndex(
                name: "IX_commitments_KeyId",
                table: "commitments",
                column: "KeyId");

            migrationBuilder.CreateIndex(
                name: "IX_compromises_KeyId",
                table: "compromises",
                column: "KeyId");

            migrationBuilder.CreateIndex(
                name: "IX_credentials_PasskeyId",
                table: "credentials",
                column: "PasskeyId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_credentials_PersonId",
                table: "credentials",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_data_signs_DataId",
                table: "data_signs",
                column: "DataId");

            migrationBuilder.CreateIndex(
                name: "IX_emblems_AssetId",
                table: "emblems",
                column: "AssetId");

            migrationBuilder.CreateIndex(
                name: "IX_endorsements_KeyId",
                table: "endorsements",
                column: "KeyId");

            migrationBuilder.CreateIndex(
                name: "IX_errands_State",
                table: "errands",
                column: "State");

            migrationBuilder.CreateIndex(
                name: "IX_idempotent_calls_StartedAt",
                table: "idempotent_calls",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_CreatedAt",
                table: "invitations",
                column: "CreatedAt");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_Handle",
                table: "invitations",
                column: "Handle");

            migrationBuilder.CreateIndex(
                name: "IX_invitations_Hash",
                table: "invitations",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_journal_Action_At_Sequence",
                table: "journal",
                columns: new[] { "Action", "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_journal_Actor_At_Sequence",
                table: "journal",
                columns: new[] { "Actor", "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_journal_At_Sequence",
                table: "journal",
                columns: new[] { "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_journal_Subject_At_Sequence",
                table: "journal",
                columns: new[] { "Subject", "At", "Sequence" });

            migrationBuilder.CreateIndex(
                name: "IX_kept_imports_ExpiresAt",
                table: "kept_imports",
                column: "ExpiresAt");

            migrationBuilder.CreateIndex(
                name: "IX_kept_imports_Owner",
                table: "kept_imports",
                column: "Owner");

            migrationBuilder.CreateIndex(
                name: "IX_keys_Identifier",
                table: "keys",
                column: "Identifier",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_marked_data_EmblemId",
                table: "marked_data",
                column: "EmblemId");

            migrationBuilder.CreateIndex(
                name: "IX_marked_data_RenewAt",
                table: "marked_data",
                column: "RenewAt");

            migrationBuilder.CreateIndex(
                name: "IX_marked_data_Root",
                table: "marked_data",
                column: "Root",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_notices_NextAttempt",
                table: "notices",
                column: "NextAttempt");

            migrationBuilder.CreateIndex(
                name: "IX_observations_AssetId_VantageId",
                table: "observations",
                columns: new[] { "AssetId", "VantageId" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_observations_VantageId",
                table: "observations",
                column: "VantageId");

            migrationBuilder.CreateIndex(
                name: "IX_person_names_Handle",
                table: "person_names",
                column: "Handle",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_persons_Handle",
                table: "persons",
                column: "Handle",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_publications_AssetId_Place",
                table: "publications",
                columns: new[] { "AssetId", "Place" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_publications_failed",
                table: "publications",
                column: "Failure",
                filter: "\"Failure\" <> 0");

            migrationBuilder.CreateIndex(
                name: "IX_publications_NextLook",
                table: "publications",
                column: "NextLook");

            migrationBuilder.CreateIndex(
                name: "IX_publications_Place_Wanted_State_NextAttempt",
                table: "publications",
                columns: new[] { "Place", "Wanted", "State", "NextAttempt" });

            migrationBuilder.CreateIndex(
                name: "IX_publications_SeenUntil",
                table: "publications",
                column: "SeenUntil");

            migrationBuilder.CreateIndex(
                name: "IX_publications_State_NextAttempt",
                table: "publications",
                columns: new[] { "State", "NextAttempt" });

            migrationBuilder.CreateIndex(
                name: "IX_quests_KeyId",
                table: "quests",
                column: "KeyId");

            migrationBuilder.CreateIndex(
                name: "IX_register_Subject",
                table: "register",
                column: "Subject");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_Hash",
                table: "sessions",
                column: "Hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_sessions_LastSeenAt",
                table: "sessions",
                column: "LastSeenAt");

            migrationBuilder.CreateIndex(
                name: "IX_sessions_PersonId",
                table: "sessions",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_signings_KeyId",
                table: "signings",
                column: "KeyId");

            migrationBuilder.CreateIndex(
                name: "IX_subjects_PersonId",
                table: "subjects",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_subjects_Subject",
                table: "subjects",
                column: "Subject",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_targets_Place",
                table: "targets",
                column: "Place",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_targets_Zone",
                table: "targets",
                column: "Zone");

            migrationBuilder.CreateIndex(
                name: "IX_vantages_Name",
                table: "vantages",
                column: "Name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_proposals");

            migrationBuilder.DropTable(
                name: "alerts");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "approvals");

            migrationBuilder.DropTable(
                name: "assets");

            migrationBuilder.DropTable(
                name: "chains");

            migrationBuilder.DropTable(
                name: "commitments");

            migrationBuilder.DropTable(
                name: "compromise_decisions");

            migrationBuilder.DropTable(
                name: "credentials");

            migrationBuilder.DropTable(
                name: "data_signs");

            migrationBuilder.DropTable(
                name: "emblems");

            migrationBuilder.DropTable(
                name: "endorsements");

            migrationBuilder.DropTable(
                name: "errand_faults");

            migrationBuilder.DropTable(
                name: "errand_parts");

            migrationBuilder.DropTable(
                name: "errands");

            migrationBuilder.DropTable(
                name: "forgotten_names");

            migrationBuilder.DropTable(
                name: "form_keys");

            migrationBuilder.DropTable(
                name: "idempotent_calls");

            migrationBuilder.DropTable(
                name: "invitations");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "journal_checks");

            migrationBuilder.DropTable(
                name: "journal_head");

            migrationBuilder.DropTable(
                name: "kept_imports");

            migrationBuilder.DropTable(
                name: "keys");

            migrationBuilder.DropTable(
                name: "marked_data");

            migrationBuilder.DropTable(
                name: "notices");

            migrationBuilder.DropTable(
                name: "observations");

            migrationBuilder.DropTable(
                name: "organizations");

            migrationBuilder.DropTable(
                name: "person_names");

            migrationBuilder.DropTable(
                name: "publications");

            migrationBuilder.DropTable(
                name: "quests");

            migrationBuilder.DropTable(
                name: "register");

            migrationBuilder.DropTable(
                name: "sendings");

            migrationBuilder.DropTable(
                name: "sessions");

            migrationBuilder.DropTable(
                name: "signings");

            migrationBuilder.DropTable(
                name: "subjects");

            migrationBuilder.DropTable(
                name: "targets");

            migrationBuilder.DropTable(
                name: "vantages");

            migrationBuilder.DropTable(
                name: "watch_rounds");

            migrationBuilder.DropTable(
                name: "compromises");

            migrationBuilder.DropTable(
                name: "applications");

            migrationBuilder.DropTable(
                name: "persons");
        }
    }
}

-- AlterTable
ALTER TABLE "Project" ADD COLUMN "deletedAt" TIMESTAMPTZ(3), ADD COLUMN "deletedBy" TEXT;

-- Who follows the runs of a project that moves or goes is asked anew who they are.
CREATE OR REPLACE FUNCTION fiducial_access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(
    'fiducial_access',
    CASE WHEN TG_ARGV[0] IN ('*', 'projects') THEN TG_ARGV[0] ELSE to_jsonb(COALESCE(NEW, OLD)) ->> TG_ARGV[0] END
  );
  RETURN NULL;
END $$;

DROP TRIGGER "Project_access" ON "Project";
CREATE TRIGGER "Project_access" AFTER UPDATE OF "teamId", "deletedAt" ON "Project"
  FOR EACH ROW EXECUTE FUNCTION fiducial_access_changed('projects');
